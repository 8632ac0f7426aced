using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Registry;

public class ModelRetentionTests(AzuriteFixture azurite)
{
    private readonly FakeTimeProvider _time = new(ExampleModel.Version(0).CreatedAt.AddHours(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_the_champion_and_its_predecessor_stay()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 6; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(1), Cancellation);
        await registry.ActivateAsync(ExampleModel.Version(3), Cancellation);

        var deleted = await new ModelRetention(registry, container, _time).PruneAsync(keep: 2, Cancellation);

        Assert.Equal([ExampleModel.Version(4), ExampleModel.Version(2)], deleted);
        Assert.Equal([6, 5, 3, 1], (await registry.ListAsync(Cancellation)).Select(listing => listing.Version.CreatedAt.Second));
        Assert.Empty(container.GetBlobs(
            new GetBlobsOptions { Prefix = ExampleModel.Version(2).ToString() }, Cancellation));
        await registry.ReadFilesAsync(await registry.ReadManifestAsync(ExampleModel.Version(1), Cancellation), Cancellation);
    }

    [Fact]
    public async Task A_version_under_publication_stays_and_an_abandoned_one_goes()
    {
        var (registry, container) = await CreateAsync();
        await registry.ActivateAsync(await registry.PublishAsync(1), Cancellation);
        await container.UploadBlobAsync($"{ExampleModel.Version(2)}/items.arrow", BinaryData.FromString("x"), Cancellation);
        var retention = new ModelRetention(registry, container, _time);

        Assert.Empty(await retention.PruneAsync(keep: 2, Cancellation));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([ExampleModel.Version(2)], await retention.PruneAsync(keep: 2, Cancellation));
    }

    [Fact]
    public async Task Versions_that_are_not_complete_take_no_place_among_the_newest()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 3; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(3), Cancellation);
        await container.UploadBlobAsync($"{ExampleModel.Version(4)}/items.arrow", BinaryData.FromString("x"), Cancellation);
        var retention = new ModelRetention(registry, container, _time);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => retention.PruneAsync(keep: 1, Cancellation));
        Assert.Equal([ExampleModel.Version(1)], await retention.PruneAsync(keep: 2, Cancellation));
    }

    [Fact]
    public async Task A_version_can_be_activated_while_others_are_deleted()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 4; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(4), Cancellation);
        var activated = 0;

        // Files go after the manifest: in the middle of a deletion.
        var deleted = await PruneAsync(container, async request =>
        {
            if (request.Method == RequestMethod.Delete && request.Uri.Path.EndsWith(".arrow", StringComparison.Ordinal)
                && Interlocked.Increment(ref activated) == 1)
            {
                await registry.ActivateAsync(ExampleModel.Version(3), Cancellation);
            }
        });

        Assert.Equal([ExampleModel.Version(2), ExampleModel.Version(1)], deleted);
        Assert.Equal(ExampleModel.Version(3), (await registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public async Task A_version_that_is_activated_after_it_was_found_to_be_old_stays()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 4; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(4), Cancellation);
        var activated = 0;

        // The first lock is taken when the registry has been listed.
        var deleted = await PruneAsync(container, async request =>
        {
            if (request.Uri.Path.EndsWith("/registry.lock", StringComparison.Ordinal)
                && Interlocked.Increment(ref activated) == 1)
                await registry.ActivateAsync(ExampleModel.Version(1), Cancellation);
        });

        Assert.Equal([ExampleModel.Version(2)], deleted);
        await registry.ReadFilesAsync(await registry.ReadManifestAsync(ExampleModel.Version(1), Cancellation), Cancellation);
    }

    [Fact]
    public async Task A_version_under_deletion_cannot_be_activated()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 3; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(3), Cancellation);
        var activating = Task.CompletedTask;

        // It waits for the lock, under which the manifest goes.
        await PruneAsync(container, request =>
        {
            if (request.Method == RequestMethod.Delete && request.Uri.Path.EndsWith("manifest.json", StringComparison.Ordinal))
                activating = registry.ActivateAsync(ExampleModel.Version(1), Cancellation);
            return ValueTask.CompletedTask;
        });

        await Assert.ThrowsAsync<ModelNotFoundException>(() => activating);
        Assert.Equal(ExampleModel.Version(3), (await registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public async Task An_empty_registry_has_nothing_to_delete()
    {
        var (registry, container) = await CreateAsync();

        Assert.Empty(await new ModelRetention(registry, container, _time).PruneAsync(keep: 2, Cancellation));
    }

    private async Task<IReadOnlyList<ModelVersion>> PruneAsync(BlobContainerClient container, Func<Request, ValueTask> intercept)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(new InterceptedRequests(intercept), HttpPipelinePosition.PerCall);
        var client = new BlobContainerClient(await azurite.GetConnectionStringAsync(), container.Name, options);
        return await new ModelRetention(new ModelRegistry(client, _time), client, _time).PruneAsync(keep: 2, Cancellation);
    }

    private async Task<(ModelRegistry Registry, BlobContainerClient Container)> CreateAsync()
    {
        var container = await azurite.CreateContainerAsync();
        return (new ModelRegistry(container, _time), container);
    }
}
