using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Recofilm.Core.Registry;

/// <summary>Lets a version serve a share of the users beside the champion, and ends that experiment either way.</summary>
/// <param name="registry">The versions.</param>
/// <param name="container">The container of the pointer.</param>
/// <param name="time">The clock that stamps the start.</param>
public sealed class Experiment(ModelRegistry registry, BlobContainerClient container, TimeProvider time)
{
    /// <summary>Starts an experiment, in place of a running one.</summary>
    /// <param name="version">A complete version that is not the champion.</param>
    /// <param name="share">The share of users whom it serves, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The share is out of range, or the version is the champion.</exception>
    /// <exception cref="ModelNotFoundException">There is no such version, or there is no champion to challenge.</exception>
    /// <exception cref="TimeoutException">Another process keeps the registry locked.</exception>
    public async Task<ChallengerPointer> StartAsync(
        ModelVersion version, double share, CancellationToken cancellationToken = default)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentException($"The share must be above 0 and below 1; got {share}.", nameof(share));
        // The lock keeps the version from being deleted or made champion.
        await using var held = await registry.LockAsync(cancellationToken);
        var champion = await registry.ReadChampionAsync(held.Token) ?? throw new ModelNotFoundException(version);
        if (champion.Version == version)
            throw new ArgumentException($"Model {version} is the champion; it cannot challenge itself.", nameof(version));
        await registry.ReadManifestAsync(version, held.Token);
        var pointer = new ChallengerPointer(version, share, Guid.NewGuid().ToString("N"), time.GetUtcNow());
        var json = JsonSerializer.SerializeToUtf8Bytes(pointer, ArtifactJson.Default.ChallengerPointer);
        var written = await Challenger.UploadAsync(BinaryData.FromBytes(json), new BlobUploadOptions(), held.Token);
        return pointer with { ETag = written.Value.ETag };
    }

    /// <summary>Ends the experiment: the champion serves everybody again.</summary>
    /// <returns>Whether there was an experiment.</returns>
    public async Task<bool> EndAsync(CancellationToken cancellationToken = default) =>
        await Challenger.DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>
    /// Ends the experiment of one version. A pointer that is not readable is deleted, too, since it names no challenger.
    /// </summary>
    /// <param name="version">The version that may be the challenger.</param>
    /// <returns>Whether an experiment or an unreadable pointer was removed.</returns>
    public async Task<bool> EndAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        var pointers = await registry.ReadPointersAsync(cancellationToken);
        var mayEnd = pointers.Challenger is { } challenger ? challenger.Version == version : pointers.Problems.Count > 0;
        return mayEnd && await EndAsync(cancellationToken);
    }

    /// <summary>Makes the challenger the champion and ends the experiment.</summary>
    /// <param name="version">The expected challenger, so that nobody promotes a version that they have not seen.</param>
    /// <exception cref="ModelNotFoundException">The version is not the challenger.</exception>
    /// <exception cref="ChampionConflictException">The champion was changed at the same time.</exception>
    public async Task<ChampionPointer> PromoteAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        if ((await registry.ReadChallengerAsync(cancellationToken))?.Version != version)
            throw new ModelNotFoundException(version);
        var champion = await registry.ActivateAsync(version, cancellationToken);

        // A champion that is its own challenger serves everybody, so a stop before this line does no harm.
        await EndAsync(cancellationToken);
        return champion;
    }

    private BlobClient Challenger => container.GetBlobClient(ChallengerPointer.FileName);
}
