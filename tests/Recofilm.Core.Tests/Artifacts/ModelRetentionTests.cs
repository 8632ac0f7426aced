using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Artifacts;

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

        var deleted = await new ModelRetention(registry, _time).PruneAsync(keep: 2, Cancellation);

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
        var retention = new ModelRetention(registry, _time);

        Assert.Empty(await retention.PruneAsync(keep: 2, Cancellation));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([ExampleModel.Version(2)], await retention.PruneAsync(keep: 2, Cancellation));
    }

    [Fact]
    public async Task Nothing_is_deleted_while_somebody_else_holds_the_pointer()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 4; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(4), Cancellation);
        await container.GetBlobClient("champion.json").GetBlobLeaseClient()
            .AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation);

        Assert.Empty(await new ModelRetention(registry, _time).PruneAsync(keep: 2, Cancellation));
        Assert.Equal(4, (await registry.ListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task The_pointer_cannot_be_moved_while_versions_are_deleted_and_can_be_afterwards()
    {
        var (registry, container) = await CreateAsync();
        for (var number = 1; number <= 4; number++)
            await registry.PublishAsync(number);
        await registry.ActivateAsync(ExampleModel.Version(4), Cancellation);
        var lease = container.GetBlobClient("champion.json").GetBlobLeaseClient();
        await lease.AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation);
        await Assert.ThrowsAsync<ChampionConflictException>(() => registry.ActivateAsync(ExampleModel.Version(3), Cancellation));
        await lease.ReleaseAsync(cancellationToken: Cancellation);

        await new ModelRetention(registry, _time).PruneAsync(keep: 2, Cancellation);
        await registry.ActivateAsync(ExampleModel.Version(3), Cancellation);

        Assert.Equal(ExampleModel.Version(3), (await registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public async Task An_empty_registry_has_nothing_to_delete()
    {
        var (registry, _) = await CreateAsync();

        Assert.Empty(await new ModelRetention(registry, _time).PruneAsync(keep: 2, Cancellation));
    }

    private async Task<(ModelRegistry Registry, BlobContainerClient Container)> CreateAsync()
    {
        var container = await azurite.CreateContainerAsync();
        return (new ModelRegistry(container, _time), container);
    }
}
