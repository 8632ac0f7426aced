using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Recofilm.Core.Exports;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Exports;

public sealed class BlobExportTargetTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_fails_ends_the_writing_with_its_reason_and_leaves_the_output_to_the_next_run()
    {
        var container = await azurite.CreateContainerAsync();
        var refuses = true;
        var intercepted = await OpenAsync(container.Name, request => refuses && IsBlock(request)
            ? throw new RequestFailedException(403, "This request is not authorized.")
            : ValueTask.CompletedTask);
        var part = new byte[1 << 20];

        await using (var target = await OpenAsync(intercepted))
        {
            await target.AppendPartialAsync(new byte[] { 1 }, Cancellation);
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => target.WriteAsync(
                async stream =>
                {
                    for (var written = 0; written < 64; written++)
                        await stream.WriteAsync(part, Cancellation);
                },
                Cancellation));
            Assert.Contains("not authorized", failure.ToString(), StringComparison.Ordinal);
        }

        refuses = false;
        await using var next = await OpenAsync(intercepted);
        await next.WriteAsync(stream => stream.WriteAsync(part, Cancellation).AsTask(), Cancellation);
        var output = await container.GetBlobClient("lists").GetPropertiesAsync(cancellationToken: Cancellation);
        Assert.Equal(part.Length, output.Value.ContentLength);
    }

    private static bool IsBlock(Request request) =>
        request.Uri.ToUri().Query.Contains("comp=block&", StringComparison.Ordinal);

    private static Task<ExportTarget> OpenAsync(BlobContainerClient container) =>
        BlobExportTarget.OpenAsync(container, "lists", ExportFormat.Ndjson, TimeProvider.System, Cancellation);

    private async Task<BlobContainerClient> OpenAsync(string container, Func<Request, ValueTask> intercept)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(new InterceptedRequests(intercept), HttpPipelinePosition.PerCall);
        options.Retry.MaxRetries = 0;
        return new BlobContainerClient(await azurite.GetConnectionStringAsync(), container, options);
    }
}
