using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Registry;

public class ModelRegistryTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_version_serves_once_it_is_activated()
    {
        var (registry, _) = await CreateAsync();
        var version = await registry.PublishAsync(1);
        Assert.Null(await registry.ReadChampionAsync(Cancellation));
        Assert.Null(await registry.ReadChampionETagAsync(Cancellation));

        await registry.ActivateAsync(version, Cancellation);

        var champion = await registry.ReadChampionAsync(Cancellation);
        Assert.Equal(version, champion!.Version);
        Assert.Null(champion.Previous);
        Assert.Equal(champion.ETag, await registry.ReadChampionETagAsync(Cancellation));
    }

    [Fact]
    public async Task What_was_published_reads_back_and_the_manifest_was_written_last()
    {
        var (registry, _) = await CreateAsync();
        var written = new List<string>();
        await registry.PublishAsync(ExampleModel.Manifest(1), ExampleModel.Files, new ListProgress(written), Cancellation);

        var manifest = await registry.ReadManifestAsync(ExampleModel.Version(1), Cancellation);
        var files = await registry.ReadFilesAsync(manifest, Cancellation);

        Assert.Equal([.. ExampleModel.Files.Select(file => file.Name), "manifest.json"], written);
        Assert.Equal(ExampleModel.Files.Select(file => file.Name), files.Select(file => file.Name));
        Assert.All(files.Zip(ExampleModel.Files), pair =>
            Assert.True(pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span)));
    }

    [Fact]
    public async Task A_registry_whose_container_does_not_exist_is_empty()
    {
        var missing = new BlobContainerClient(await azurite.GetConnectionStringAsync(), "never-made");
        var registry = new ModelRegistry(missing, TimeProvider.System);

        Assert.Null(await registry.ReadChampionAsync(Cancellation));
        Assert.Empty(await registry.ListAsync(Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => registry.ActivateAsync(ExampleModel.Version(1), Cancellation));
    }

    [Fact]
    public async Task A_version_is_never_overwritten()
    {
        var (registry, _) = await CreateAsync();
        await registry.PublishAsync(1);

        var exception = await Assert.ThrowsAsync<RequestFailedException>(() => registry.PublishAsync(1));

        Assert.Equal(409, exception.Status);
    }

    [Fact]
    public async Task Rolling_back_is_activating_the_previous_version()
    {
        var (registry, _) = await CreateAsync();
        var first = await registry.PublishAsync(1);
        var second = await registry.PublishAsync(2);
        await registry.ActivateAsync(first, Cancellation);
        await registry.ActivateAsync(second, Cancellation);

        var back = await registry.ActivateAsync(first, Cancellation);

        Assert.Equal((first, second), (back.Version, back.Previous!.Value));
        Assert.Equal(back, await registry.ReadChampionAsync(Cancellation));
    }

    [Fact]
    public async Task Activating_the_champion_again_keeps_its_predecessor()
    {
        var (registry, _) = await CreateAsync();
        await registry.ActivateAsync(await registry.PublishAsync(1), Cancellation);
        var moved = await registry.ActivateAsync(await registry.PublishAsync(2), Cancellation);

        Assert.Equal(moved, await registry.ActivateAsync(ExampleModel.Version(2), Cancellation));
        Assert.Equal(ExampleModel.Version(1), (await registry.ReadChampionAsync(Cancellation))!.Previous);
    }

    [Fact]
    public async Task An_incomplete_version_cannot_be_activated()
    {
        var (registry, container) = await CreateAsync();
        await registry.PublishAsync(1);
        await container.DeleteBlobAsync($"{ExampleModel.Version(1)}/manifest.json", cancellationToken: Cancellation);

        var exception = await Assert.ThrowsAsync<ModelNotFoundException>(
            () => registry.ActivateAsync(ExampleModel.Version(1), Cancellation));

        Assert.Equal("There is no model 20261124T000001Z-00000001.", exception.Message);
        Assert.Null(await registry.ReadChampionAsync(Cancellation));
    }

    [Fact]
    public async Task Of_many_who_move_the_same_pointer_one_succeeds()
    {
        var (registry, _) = await CreateAsync();
        await registry.ActivateAsync(await registry.PublishAsync(0), Cancellation);
        var read = await registry.ReadChampionAsync(Cancellation);
        ModelVersion[] versions = [.. await Task.WhenAll(Enumerable.Range(1, 6).Select(number => registry.PublishAsync(number)))];

        var outcomes = await Task.WhenAll(versions.Select(version => TryActivateAsync(registry, version, read)));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(winner, await registry.ReadChampionAsync(Cancellation));
        Assert.Equal(ExampleModel.Version(0), winner!.Previous);
    }

    [Fact]
    public async Task Of_many_who_publish_the_first_champion_one_succeeds()
    {
        var (registry, _) = await CreateAsync();
        ModelVersion[] versions = [.. await Task.WhenAll(Enumerable.Range(1, 4).Select(number => registry.PublishAsync(number)))];

        var outcomes = await Task.WhenAll(versions.Select(version => TryActivateAsync(registry, version, expected: null)));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(winner, await registry.ReadChampionAsync(Cancellation));
    }

    [Fact]
    public async Task Damage_to_a_file_is_found_and_named()
    {
        var (registry, container) = await CreateAsync();
        await registry.PublishAsync(1);
        var manifest = await registry.ReadManifestAsync(ExampleModel.Version(1), Cancellation);
        var blob = container.GetBlobClient($"{ExampleModel.Version(1)}/svd.arrow");
        var content = (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray();

        await blob.UploadAsync(BinaryData.FromBytes(content[..^1]), overwrite: true, Cancellation);
        var truncated = await Assert.ThrowsAsync<InvalidDataException>(() => registry.ReadFilesAsync(manifest, Cancellation));
        content[^100] ^= 1;
        await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true, Cancellation);
        var corrupted = await Assert.ThrowsAsync<InvalidDataException>(() => registry.ReadFilesAsync(manifest, Cancellation));
        await blob.DeleteAsync(cancellationToken: Cancellation);
        var missing = await Assert.ThrowsAsync<InvalidDataException>(() => registry.ReadFilesAsync(manifest, Cancellation));

        Assert.Equal($"svd.arrow has {content.Length - 1} bytes; its manifest says {content.Length}.", truncated.Message);
        Assert.StartsWith("svd.arrow has SHA-256 ", corrupted.Message, StringComparison.Ordinal);
        Assert.Equal("Model 20261124T000001Z-00000001 has no svd.arrow.", missing.Message);
    }

    [Fact]
    public async Task A_manifest_in_the_wrong_place_is_refused()
    {
        var (registry, container) = await CreateAsync();
        await container.UploadBlobAsync(
            $"{ExampleModel.Version(2)}/manifest.json", BinaryData.FromBytes(ExampleModel.Manifest(1).ToJson()), Cancellation);

        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => registry.ReadManifestAsync(ExampleModel.Version(2), Cancellation));

        Assert.Equal(
            "The manifest of model 20261124T000002Z-00000002 is that of 20261124T000001Z-00000001.", exception.Message);
    }

    [Fact]
    public async Task The_list_tells_what_may_become_of_each_version()
    {
        var (registry, container) = await CreateAsync();
        await registry.ActivateAsync(await registry.PublishAsync(1), Cancellation);
        await registry.ActivateAsync(await registry.PublishAsync(2), Cancellation);
        await registry.PublishAsync(3, accepted: false);
        await registry.PublishAsync(4);
        await container.UploadBlobAsync($"{ExampleModel.Version(5)}/items.arrow", BinaryData.FromString("x"), Cancellation);
        await container.UploadBlobAsync("notes/readme.txt", BinaryData.FromString("not a version"), Cancellation);

        var listings = await registry.ListAsync(Cancellation);

        Assert.Equal(
            [
                (ExampleModel.Version(5), ModelState.Incomplete),
                (ExampleModel.Version(4), ModelState.Available),
                (ExampleModel.Version(3), ModelState.Refused),
                (ExampleModel.Version(2), ModelState.Champion),
                (ExampleModel.Version(1), ModelState.Previous),
            ],
            listings.Select(listing => (listing.Version, listing.State)));
        Assert.Equal(0.8, listings[1].Manifest!.Metrics["svd_rmse"]);
    }

    [Fact]
    public async Task An_unreadable_pointer_is_an_error_and_not_an_empty_registry()
    {
        var (registry, container) = await CreateAsync();
        await container.UploadBlobAsync("champion.json", new BinaryData(Encoding.UTF8.GetBytes("{\"version\":1}")), Cancellation);

        var exception = await Assert.ThrowsAsync<UnreadablePointerException>(() => registry.ReadChampionAsync(Cancellation));

        Assert.StartsWith("champion.json is not readable: ", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<ChampionPointer?> TryActivateAsync(
        ModelRegistry registry, ModelVersion version, ChampionPointer? expected)
    {
        try
        {
            return await registry.ActivateAsync(version, expected, Cancellation);
        }
        catch (ChampionConflictException)
        {
            return null;
        }
    }

    private async Task<(ModelRegistry Registry, BlobContainerClient Container)> CreateAsync()
    {
        var container = await azurite.CreateContainerAsync();
        return (new ModelRegistry(container, TimeProvider.System), container);
    }

    private sealed class ListProgress(List<string> reports) : IProgress<string>
    {
        public void Report(string value) => reports.Add(value);
    }
}
