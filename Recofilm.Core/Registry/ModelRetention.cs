using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Recofilm.Core.Registry;

/// <summary>Deletes old model versions, but never the champion, the challenger or the champion's predecessor.</summary>
public sealed class ModelRetention(ModelRegistry registry, BlobContainerClient container, TimeProvider time)
{
    /// <summary>
    /// The age at which a version without a manifest counts as abandoned; a younger one may be under publication.
    /// </summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>Deletes all but the newest versions.</summary>
    /// <param name="keep">
    /// The number of complete versions that stay, at least 2. The champion, its predecessor and the challenger always stay.
    /// </param>
    /// <returns>The deleted versions.</returns>
    /// <exception cref="TimeoutException">Another process keeps the registry locked.</exception>
    public async Task<IReadOnlyList<ModelVersion>> PruneAsync(int keep, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        var listings = await registry.ListAsync(cancellationToken);
        var kept = listings.Where(listing => listing.Manifest is not null).Take(keep).Select(listing => listing.Version);
        var old = listings
            .Where(listing => listing.State is not (ModelState.Champion or ModelState.Challenger or ModelState.Previous))
            .Where(listing => listing.Manifest is not null || time.GetUtcNow() - listing.Version.CreatedAt > AbandonedAfter)
            .Select(listing => listing.Version)
            .Except(kept);

        var deleted = new List<ModelVersion>();
        foreach (var version in old)
        {
            // Another process may have activated it since the registry was listed.
            if (await DeleteAsync(version, cancellationToken))
                deleted.Add(version);
        }

        return deleted;
    }

    private async Task<bool> DeleteAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        await using (var held = await registry.LockAsync(cancellationToken))
        {
            var champion = await registry.ReadChampionAsync(held.Token);
            var challenger = await registry.ReadChallengerAsync(held.Token);
            if (version == champion?.Version || version == champion?.Previous || version == challenger?.Version)
                return false;
            await container.DeleteBlobIfExistsAsync($"{version}/{ModelManifest.FileName}", cancellationToken: held.Token);
        }

        // Without its manifest the version is incomplete and cannot be activated, so its files may be
        // deleted without the lock.
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{version}/" }, cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        return true;
    }
}
