using Azure.Storage.Blobs;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Tests.Http;

/// <summary>An operator mends over HTTP what is wrong in the registry.</summary>
[Collection(ApiCollection.Name)]
public sealed class DamagedRegistryTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BlobContainerClient Container => new(api.Settings.Storage, api.Settings.Container);

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"version\": \"latest\"}")]
    public async Task An_unreadable_pointer_is_told_of_and_activating_a_version_replaces_it(string content)
    {
        using var operatorClient = await api.SignInAsync(UserRole.Operator);
        var pointer = Container.GetBlobClient("champion.json");
        await pointer.UploadAsync(BinaryData.FromString(content), overwrite: true, Cancellation);

        var models = await (await operatorClient.GetAsync("/models")).OkAsync();
        var problem = Assert.Single(models.GetProperty("problems").EnumerateArray()).GetString();
        Assert.StartsWith("champion.json is not readable: ", problem, StringComparison.Ordinal);
        Assert.EndsWith(" Activating a version replaces it.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(
            models.GetProperty("models").EnumerateArray(), model => model.GetProperty("state").GetString() == "champion");

        var version = models.GetProperty("serving_version").GetString();
        using (var tried = await operatorClient.PostAsync($"/models/{version}/challenge", """{"share": 0.5}"""))
            await tried.ProblemAsync(503, "registry-damaged");
        await (await operatorClient.PostAsync($"/models/{version}/activate")).OkAsync();

        models = await (await operatorClient.GetAsync("/models")).OkAsync();
        Assert.Empty(models.GetProperty("problems").EnumerateArray());
        Assert.Contains(models.GetProperty("models").EnumerateArray(), model =>
            model.GetProperty("state").GetString() == "champion" && model.GetProperty("version").GetString() == version);
    }

    [Theory]
    [InlineData("activate")]
    [InlineData("promote")]
    public async Task A_version_whose_file_is_damaged_does_not_become_champion(string how)
    {
        using var operatorClient = await api.SignInAsync(UserRole.Operator);
        var version = (await (await operatorClient.GetAsync("/models")).OkAsync()).GetProperty("serving_version").GetString();
        var name = (await Container.GetBlobsAsync(cancellationToken: Cancellation).ToListAsync(Cancellation))
            .Single(blob => blob.Name.Contains($"{version}/statistics.arrow", StringComparison.Ordinal)).Name;
        var file = Container.GetBlobClient(name);
        var sound = (await file.DownloadContentAsync(Cancellation)).Value.Content;
        var damaged = sound.ToArray();
        damaged[^20] ^= 0xff;
        await file.UploadAsync(BinaryData.FromBytes(damaged), overwrite: true, Cancellation);
        try
        {
            using var answer = await operatorClient.PostAsync($"/models/{version}/{how}");
            var problem = await answer.ProblemAsync(409, "model-damaged");
            Assert.Contains("statistics.arrow", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await file.UploadAsync(sound, overwrite: true, Cancellation);
        }

        await (await operatorClient.PostAsync($"/models/{version}/activate")).OkAsync();
    }

    [Fact]
    public async Task Ending_the_trial_removes_a_challenger_that_is_not_readable()
    {
        using var operatorClient = await api.SignInAsync(UserRole.Operator);
        var pointer = Container.GetBlobClient("challenger.json");
        await pointer.UploadAsync(BinaryData.FromString("{"), overwrite: true, Cancellation);

        var models = await (await operatorClient.GetAsync("/models")).OkAsync();
        Assert.Single(models.GetProperty("problems").EnumerateArray());
        var version = models.GetProperty("serving_version").GetString();
        using var ended = await operatorClient.DeleteAsync($"/models/{version}/challenge");

        Assert.Equal(204, (int)ended.StatusCode);
        Assert.False(await pointer.ExistsAsync(Cancellation));
    }
}
