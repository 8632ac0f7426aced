using Azure.Storage.Blobs;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Local;

public sealed class AzuriteTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("local-azurite");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Blobs_survive_a_restart_and_a_folder_is_used_once_at_a_time()
    {
        var options = new AzuriteOptions(_folder);
        await using (var first = await Azurite.StartAsync(options, Cancellation))
        {
            var container = new BlobContainerClient(first.ConnectionString, "models");
            await container.CreateAsync(cancellationToken: Cancellation);
            await container.UploadBlobAsync("champion.json", BinaryData.FromString("{}"), Cancellation);

            var exception = await Assert.ThrowsAsync<LocalStartException>(() => Azurite.StartAsync(options, Cancellation));
            Assert.Equal($"Another process runs the storage emulator in {_folder}.", exception.Message);
        }

        await using var second = await Azurite.StartAsync(options, Cancellation);
        var blob = new BlobContainerClient(second.ConnectionString, "models").GetBlobClient("champion.json");
        Assert.Equal("{}", (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }
}
