using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Recofilm.Core.Artifacts;

/// <summary>Puts a version on trial beside the champion, and ends the trial either way.</summary>
/// <param name="registry">The versions.</param>
/// <param name="container">Where the pointer is kept.</param>
/// <param name="time">The clock that stamps the start.</param>
public sealed class ModelTrial(ModelRegistry registry, BlobContainerClient container, TimeProvider time)
{
    // Long enough for three small requests.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);

    /// <summary>Starts a trial, in place of one that was under way.</summary>
    /// <param name="version">A complete version that is not the champion.</param>
    /// <param name="share">The share of users that it shall serve, above 0 and below 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The share is out of range, or the version is the champion.</exception>
    /// <exception cref="ModelNotFoundException">There is no such version, or there is no champion to challenge.</exception>
    /// <exception cref="ChampionConflictException">The champion was changed at the same time.</exception>
    public async Task<ChallengerPointer> StartAsync(
        ModelVersion version, double share, CancellationToken cancellationToken = default)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentException($"The share must be above 0 and below 1; it is {share}.", nameof(share));
        var lease = await LeaseChampionAsync(version, cancellationToken);
        try
        {
            // While the champion's pointer is leased nobody deletes versions.
            if ((await registry.ReadChampionAsync(cancellationToken))!.Version == version)
                throw new ArgumentException($"Model {version} is the champion; it cannot challenge itself.", nameof(version));
            await registry.ReadManifestAsync(version, cancellationToken);
            var pointer = new ChallengerPointer(version, share, Guid.NewGuid().ToString("N"), time.GetUtcNow());
            var json = JsonSerializer.SerializeToUtf8Bytes(pointer, ArtifactJson.Default.ChallengerPointer);
            var written = await Challenger.UploadAsync(BinaryData.FromBytes(json), new BlobUploadOptions(), cancellationToken);
            return pointer with { ETag = written.Value.ETag };
        }
        finally
        {
            await lease.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>Ends the trial: the champion serves everybody again.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> EndAsync(CancellationToken cancellationToken = default) =>
        await Challenger.DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Makes the challenger the champion, which ends the trial.</summary>
    /// <param name="version">The challenger, so that nobody promotes another one than they saw.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelNotFoundException">The version is not on trial.</exception>
    /// <exception cref="ChampionConflictException">The champion was changed at the same time.</exception>
    public async Task<ChampionPointer> PromoteAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        if ((await registry.ReadChallengerAsync(cancellationToken))?.Version != version)
            throw new ModelNotFoundException(version);
        var champion = await registry.ActivateAsync(version, cancellationToken);

        // A champion that is its own challenger serves everybody: stopping here does no harm.
        await EndAsync(cancellationToken);
        return champion;
    }

    private BlobClient Challenger => container.GetBlobClient(ChallengerPointer.FileName);

    private async Task<BlobLeaseClient> LeaseChampionAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var lease = registry.Champion.GetBlobLeaseClient();
        try
        {
            await lease.AcquireAsync(LeaseDuration, cancellationToken: cancellationToken);
            return lease;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            throw new ModelNotFoundException(version);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            throw new ChampionConflictException(version, exception);
        }
    }
}
