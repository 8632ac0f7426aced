using Azure;
using Azure.Storage.Blobs.Specialized;

namespace Recofilm.Core.Artifacts;

/// <summary>Deletes old model versions, never the champion, the challenger, nor the one a rollback would return to.</summary>
/// <param name="registry">The versions.</param>
/// <param name="time">The clock.</param>
public sealed class ModelRetention(ModelRegistry registry, TimeProvider time)
{
    // While the pointer is leased nobody can move it to a version that is being deleted.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToDelete = TimeSpan.FromSeconds(40);

    /// <summary>A version without a manifest is only taken for abandoned at this age: it may be under publication.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>
    /// Keeps the newest versions. What cannot be deleted within the lease stays until the next time.
    /// </summary>
    /// <param name="keep">How many complete versions stay, at least 2; the champion and its predecessor stay besides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The versions deleted; empty when the pointer is in use by somebody else.</returns>
    public async Task<IReadOnlyList<ModelVersion>> PruneAsync(int keep, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        var lease = registry.Champion.GetBlobLeaseClient();
        try
        {
            await lease.AcquireAsync(LeaseDuration, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409)
        {
            return [];
        }

        try
        {
            return await DeleteOldAsync(keep, cancellationToken);
        }
        finally
        {
            await lease.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<ModelVersion>> DeleteOldAsync(int keep, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
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
            if (time.GetElapsedTime(started) > TimeToDelete)
                break;
            await registry.DeleteAsync(version, cancellationToken);
            deleted.Add(version);
        }

        return deleted;
    }
}
