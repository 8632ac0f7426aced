using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.CrashPoints;

/// <summary>
/// Writing to the registry is killed at every write: the pointer names a complete version, and a retry completes.
/// </summary>
public sealed class PublicationCrashTests(AzuriteFixture azurite)
{
    private const int Retried = 100;

    // Enough of them for the order of writes, and small enough for hundreds of publications.
    private static readonly IReadOnlyList<ArtifactFile> _files =
        [.. Enumerable.Range(0, 5).Select(number => new ArtifactFile($"file{number}.arrow", new byte[] { (byte)number, 1, 2 }))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task A_first_publication_killed_at_any_write_leaves_no_champion_or_a_complete_one(KillMoment moment)
    {
        var killed = await KillAtEveryWriteAsync(
            moment, prepare: _ => Task.CompletedTask, run: registry => PublishAsync(registry, 1), champions: [null, 1]);

        Assert.InRange(killed, 8, 100);
    }

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task A_later_publication_killed_at_any_write_leaves_the_old_champion_or_the_new_one(KillMoment moment)
    {
        var killed = await KillAtEveryWriteAsync(
            moment, prepare: registry => PublishAsync(registry, 1),
            run: registry => PublishAsync(registry, 2), champions: [1, 2]);

        Assert.InRange(killed, 8, 100);
    }

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task A_rollback_killed_at_any_write_leaves_either_version_as_champion(KillMoment moment)
    {
        var killed = await KillAtEveryWriteAsync(
            moment,
            prepare: async registry =>
            {
                await PublishAsync(registry, 1);
                await PublishAsync(registry, 2);
            },
            run: async registry =>
            {
                var champion = await registry.ReadChampionAsync(Cancellation);
                if (champion!.Version != ExampleModel.Version(1))
                    await registry.RollBackAsync(champion, "Worse.", Cancellation);
            },
            champions: [2, 1]);

        Assert.InRange(killed, 3, 100);
    }

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task Pruning_killed_at_any_deletion_keeps_the_champion_and_leaves_no_half_version_that_counts(KillMoment moment)
    {
        var killed = await KillAtEveryWriteAsync(
            moment,
            prepare: async registry =>
            {
                for (var number = 1; number <= 5; number++)
                    await PublishAsync(registry, number);
            },
            run: (registry, container) =>
                new ModelRetention(registry, container, TimeProvider.System).PruneAsync(2, Cancellation),
            champions: [5, 5]);

        Assert.InRange(killed, 20, 100);
    }

    private Task<int> KillAtEveryWriteAsync(
        KillMoment moment, Func<ModelRegistry, Task> prepare, Func<ModelRegistry, Task> run, int?[] champions) =>
        KillAtEveryWriteAsync(moment, prepare, (registry, _) => run(registry), champions);

    // Returns how often the process was killed: at every write until it came to its end.
    private async Task<int> KillAtEveryWriteAsync(
        KillMoment moment, Func<ModelRegistry, Task> prepare, Func<ModelRegistry, BlobContainerClient, Task> run,
        int?[] champions)
    {
        for (var write = 1; ; write++)
        {
            var container = await azurite.CreateContainerAsync();
            var registry = new ModelRegistry(container, TimeProvider.System);
            await prepare(registry);
            var policy = new KillingPolicy(write, moment);
            var client = policy.Open(await azurite.GetConnectionStringAsync(), container.Name);
            try
            {
                await run(new ModelRegistry(client, TimeProvider.System), client);
            }
            catch (Exception) when (policy.Killed)
            {
                // The process is gone, however the operation ended.
            }

            await RequireSoundAsync(registry, champions, $"killed {moment} write {write}");
            if (!policy.Killed)
                return write - 1;

            // The lock of the killed process would end by itself in time.
            await BreakLockAsync(container);
            await run(registry, container);
            await RequireSoundAsync(registry, [champions[^1]], $"retried after {moment} write {write}");
        }
    }

    private static async Task BreakLockAsync(BlobContainerClient container)
    {
        try
        {
            await container.GetBlobClient("registry.lock").GetBlobLeaseClient()
                .BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409)
        {
            // The process was killed before it had the lock, or after it gave it back.
        }
    }

    private static async Task RequireSoundAsync(ModelRegistry registry, int?[] champions, string moment)
    {
        var champion = await registry.ReadChampionAsync(Cancellation);
        var isAllowed = Array.Exists(
            champions, number => number is { } known
                ? champion is not null && Numbers(known).Contains(champion.Version)
                : champion is null);
        Assert.True(isAllowed, $"{moment}: the champion is {champion?.Version}.");
        foreach (var listing in await registry.ListAsync(Cancellation))
        {
            // Reading verifies sizes and checksums.
            if (listing.Manifest is not null)
            {
                await registry.ReadFilesAsync(listing.Manifest, Cancellation);
            }
            else
            {
                Assert.True(
                    listing.State == ModelState.Incomplete,
                    $"{moment}: {listing.Version} is {listing.State} without a manifest.");
            }
        }

        if (champion is not null)
            await registry.ReadManifestAsync(champion.Version, Cancellation);
    }

    // As the night does it: a complete version is not written again, and a half one gets another name the next time.
    private static async Task PublishAsync(ModelRegistry registry, int number)
    {
        var listings = await registry.ListAsync(Cancellation);
        var complete = listings.FirstOrDefault(
            listing => listing.Manifest is not null && Numbers(number).Contains(listing.Version));
        var version = complete?.Version ?? Numbers(number).First(name => listings.All(listing => listing.Version != name));
        if (complete is null)
        {
            var files = _files.Select(file => ModelFile.Of(file.Name, file.Content.Span));
            var manifest = ExampleModel.Manifest(number) with { Version = version, Files = [.. files] };
            await registry.PublishAsync(manifest, _files, cancellationToken: Cancellation);
        }

        await registry.ActivateAsync(version, Cancellation);
    }

    private static ModelVersion[] Numbers(int number) => [ExampleModel.Version(number), ExampleModel.Version(number + Retried)];
}
