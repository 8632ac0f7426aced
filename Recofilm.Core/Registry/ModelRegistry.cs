using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Recofilm.Core.Registry.Arrow;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Registry;

/// <summary>
/// Stores model versions in a blob container: <c>&lt;version&gt;/&lt;file&gt;</c>, <c>&lt;version&gt;/manifest.json</c> and
/// the pointer <c>champion.json</c>. A version never changes after its manifest is written, and the pointer moves by
/// compare-and-swap on its ETag, so a process may stop at any point and leave a champion that loads.
/// </summary>
/// <param name="container">The container; the first publication creates it.</param>
/// <param name="time">The clock that stamps activations.</param>
public sealed class ModelRegistry(BlobContainerClient container, TimeProvider time)
{
    private const string ChampionMend = "Activating a version replaces it.";
    private const string ChallengerMend = "Starting or ending an experiment replaces it.";

    private static readonly BlobRequestConditions OnlyIfAbsent = new() { IfNoneMatch = ETag.All };

    private readonly RegistryBlobs _blobs = new(container);

    /// <summary>Writes a version's files, then its manifest. The version serves nobody until it is activated.</summary>
    /// <param name="manifest">The manifest of these files.</param>
    /// <param name="files">The files.</param>
    /// <param name="progress">Receives the name of each blob after it was written.</param>
    /// <param name="cancellationToken">Cancels the publication; nobody reads a version without a manifest.</param>
    /// <exception cref="RequestFailedException">The version exists, or the store failed.</exception>
    public async Task PublishAsync(
        ModelManifest manifest, IReadOnlyList<ArtifactFile> files, IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var file in files)
            await WriteOnceAsync(manifest.Version, file, progress, cancellationToken);
        var last = new ArtifactFile(ModelManifest.FileName, manifest.ToJson());
        await WriteOnceAsync(manifest.Version, last, progress, cancellationToken);
    }

    /// <summary>Makes a complete version the champion, which may also be an earlier one.</summary>
    /// <returns>The new pointer.</returns>
    /// <exception cref="ModelNotFoundException">There is no complete version of this name.</exception>
    /// <exception cref="ChampionConflictException">Another process moved the pointer at the same time.</exception>
    public async Task<ChampionPointer> ActivateAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ChampionPointer? champion;
        try
        {
            champion = await ReadChampionAsync(cancellationToken);
        }
        catch (UnreadablePointerException unreadable)
        {
            // Nothing else replaces a pointer that is not readable. The version that it named is lost.
            return await MoveAsync(version, previous: null, unreadable.ETag, rollbackReason: null, cancellationToken);
        }

        return await ActivateAsync(version, champion, cancellationToken);
    }

    /// <summary>Makes a complete version the champion if the pointer is still the one that was read before.</summary>
    /// <inheritdoc cref="ActivateAsync(ModelVersion, CancellationToken)"/>
    /// <param name="version">The version.</param>
    /// <param name="expected">The pointer as it was read, or <see langword="null"/> when there was none.</param>
    public async Task<ChampionPointer> ActivateAsync(
        ModelVersion version, ChampionPointer? expected, CancellationToken cancellationToken = default) =>
        expected?.Version == version
            ? expected
            : await MoveAsync(version, expected?.Version, expected?.ETag, rollbackReason: null, cancellationToken);

    /// <summary>Makes the champion's predecessor the champion again and records the reason.</summary>
    /// <param name="champion">The pointer as it was read; it has a predecessor.</param>
    /// <param name="reason">The reason, in a sentence.</param>
    /// <exception cref="ModelNotFoundException">The predecessor is gone.</exception>
    /// <exception cref="ChampionConflictException">Another process moved the pointer at the same time.</exception>
    public Task<ChampionPointer> RollBackAsync(
        ChampionPointer champion, string reason, CancellationToken cancellationToken = default) =>
        MoveAsync(champion.Previous!.Value, champion.Version, champion.ETag, reason, cancellationToken);

    private async Task<ChampionPointer> MoveAsync(
        ModelVersion version, ModelVersion? previous, ETag? expected, string? rollbackReason, CancellationToken cancellationToken)
    {
        // The lock keeps the version from being deleted between the check of its manifest and the move of the pointer.
        await using var held = await LockAsync(cancellationToken);
        await ReadManifestAsync(version, held.Token);
        var pointer = new ChampionPointer(version, previous, time.GetUtcNow(), rollbackReason is not null, rollbackReason);
        var json = JsonSerializer.SerializeToUtf8Bytes(pointer, ArtifactJson.Default.ChampionPointer);
        var conditions = expected is null ? OnlyIfAbsent : new BlobRequestConditions { IfMatch = expected };
        try
        {
            var written = await Champion.UploadAsync(
                BinaryData.FromBytes(json), new BlobUploadOptions { Conditions = conditions }, held.Token);
            return pointer with { ETag = written.Value.ETag };
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            throw new ChampionConflictException(version, exception);
        }
    }

    /// <summary>Returns the champion's pointer, or <see langword="null"/> when no version was ever activated.</summary>
    /// <exception cref="UnreadablePointerException">The pointer is not readable.</exception>
    public async Task<ChampionPointer?> ReadChampionAsync(CancellationToken cancellationToken = default) =>
        await _blobs.ReadPointerAsync(
            ChampionPointer.FileName, ArtifactJson.Default.ChampionPointer, ChampionMend, cancellationToken)
            is var (pointer, tag)
            ? pointer with { ETag = tag }
            : null;

    /// <summary>Returns the pointer to the challenger, or <see langword="null"/> when there is no experiment.</summary>
    /// <exception cref="UnreadablePointerException">The pointer is not readable.</exception>
    public async Task<ChallengerPointer?> ReadChallengerAsync(CancellationToken cancellationToken = default) =>
        await _blobs.ReadPointerAsync(
            ChallengerPointer.FileName, ArtifactJson.Default.ChallengerPointer, ChallengerMend, cancellationToken)
            is var (pointer, tag)
            ? pointer with { ETag = tag }
            : null;

    /// <summary>Reads both pointers. A pointer that is not readable counts as absent and is reported as a problem.</summary>
    public async Task<RegistryPointers> ReadPointersAsync(CancellationToken cancellationToken = default)
    {
        var problems = new List<string>();
        var champion = await TryAsync(ReadChampionAsync);
        var challenger = await TryAsync(ReadChallengerAsync);
        return new RegistryPointers(champion, challenger, problems);

        async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> read)
            where T : class
        {
            try
            {
                return await read(cancellationToken);
            }
            catch (UnreadablePointerException exception)
            {
                problems.Add(exception.Message);
                return null;
            }
        }
    }

    /// <summary>Returns the ETag of the champion's pointer, for polling; <see langword="null"/> when there is none.</summary>
    public Task<ETag?> ReadChampionETagAsync(CancellationToken cancellationToken = default) =>
        _blobs.ReadETagAsync(ChampionPointer.FileName, cancellationToken);

    /// <summary>Returns the ETag of the challenger's pointer; <see langword="null"/> when there is none.</summary>
    public Task<ETag?> ReadChallengerETagAsync(CancellationToken cancellationToken = default) =>
        _blobs.ReadETagAsync(ChallengerPointer.FileName, cancellationToken);

    /// <summary>Reads a version's manifest.</summary>
    /// <exception cref="ModelNotFoundException">There is no manifest.</exception>
    /// <exception cref="InvalidDataException">The manifest is not readable, or its format is not this program's.</exception>
    public async Task<ModelManifest> ReadManifestAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        var blob = await _blobs.DownloadAsync($"{version}/{ModelManifest.FileName}", cancellationToken)
            ?? throw new ModelNotFoundException(version);
        var manifest = ModelManifest.FromJson(blob.Content.ToMemory().Span);
        return manifest.Version == version
            ? manifest
            : throw new InvalidDataException($"The manifest of model {version} is that of {manifest.Version}.");
    }

    /// <summary>Reads a version's files and verifies their sizes and checksums against the manifest.</summary>
    /// <exception cref="InvalidDataException">A file is missing or differs from the manifest.</exception>
    public Task<IReadOnlyList<ArtifactFile>> ReadFilesAsync(
        ModelManifest manifest, CancellationToken cancellationToken = default) =>
        ReadFilesAsync(manifest.Version, manifest.Files, cancellationToken);

    /// <summary>
    /// Maps the same files instead of copying them into the heap, for a model that serves. Their bytes are valid until the
    /// caller disposes of them.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is missing or differs from the manifest.</exception>
    /// <exception cref="IOException">There is no room for the files.</exception>
    public async Task<MappedFiles> MapFilesAsync(ModelManifest manifest, CancellationToken cancellationToken = default)
    {
        var files = new MappedFiles();
        try
        {
            await Task.WhenAll(manifest.Files.Select(async file =>
            {
                var map = await MapAsync(manifest.Version, file, cancellationToken);
                files.Add(file.Name, map);
                file.Verify(map.GetSpan());
            }));
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Reads the files of the models that were measured and verifies them likewise.</summary>
    /// <exception cref="InvalidDataException">A file is missing or differs from the manifest.</exception>
    public Task<IReadOnlyList<ArtifactFile>> ReadEvaluationFilesAsync(
        ModelManifest manifest, CancellationToken cancellationToken = default) =>
        ReadFilesAsync(manifest.Version, manifest.EvaluationFiles, cancellationToken);

    /// <summary>Lists every version, newest first.</summary>
    /// <exception cref="UnreadablePointerException">A pointer is not readable.</exception>
    public async Task<IReadOnlyList<ModelListing>> ListAsync(CancellationToken cancellationToken = default)
    {
        var champion = await ReadChampionAsync(cancellationToken);
        var challenger = await ReadChallengerAsync(cancellationToken);
        return await ListAsync(new RegistryPointers(champion, challenger, []), cancellationToken);
    }

    /// <summary>Lists every version, newest first, with the states that the given pointers imply.</summary>
    public async Task<IReadOnlyList<ModelListing>> ListAsync(
        RegistryPointers pointers, CancellationToken cancellationToken = default)
    {
        var listings = new List<ModelListing>();
        foreach (var version in await ReadVersionsAsync(cancellationToken))
        {
            var manifest = await TryReadManifestAsync(version, cancellationToken);
            listings.Add(new ModelListing(version, pointers.StateOf(version, manifest), manifest));
        }

        return listings;
    }

    /// <summary>Keeps other processes from deleting versions and moving pointers.</summary>
    internal Task<RegistryLock> LockAsync(CancellationToken cancellationToken) =>
        RegistryLock.AcquireAsync(container, cancellationToken);

    private BlobClient Champion => container.GetBlobClient(ChampionPointer.FileName);

    internal async Task<IReadOnlyList<ModelVersion>> ReadVersionsAsync(CancellationToken cancellationToken)
    {
        var versions = new List<ModelVersion>();
        try
        {
            await foreach (var entry in container.GetBlobsByHierarchyAsync(
                new GetBlobsByHierarchyOptions { Delimiter = "/" }, cancellationToken))
            {
                if (entry.IsPrefix && ModelVersion.TryParse(entry.Prefix.TrimEnd('/'), out var version))
                    versions.Add(version);
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return [];
        }

        return [.. versions.OrderDescending()];
    }

    private async Task<ModelManifest?> TryReadManifestAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadManifestAsync(version, cancellationToken);
        }
        catch (Exception exception) when (exception is ModelNotFoundException or InvalidDataException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<ArtifactFile>> ReadFilesAsync(
        ModelVersion version, IReadOnlyList<ModelFile> files, CancellationToken cancellationToken) =>
        await Task.WhenAll(files.Select(async file =>
        {
            var blob = await _blobs.DownloadAsync($"{version}/{file.Name}", cancellationToken) ?? throw Missing(version, file);
            var content = blob.Content.ToMemory();
            file.Verify(content.Span);
            return new ArtifactFile(file.Name, content);
        }));

    private async Task<MappedFile> MapAsync(ModelVersion version, ModelFile file, CancellationToken cancellationToken)
    {
        try
        {
            var blob = container.GetBlobClient($"{version}/{file.Name}");
            return await MappedFile.CreateAsync(file.Size, stream => blob.DownloadToAsync(stream, cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            throw Missing(version, file);
        }
    }

    private static InvalidDataException Missing(ModelVersion version, ModelFile file) =>
        new($"Model {version} has no {file.Name}.");

    private async Task WriteOnceAsync(
        ModelVersion version, ArtifactFile file, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await container.GetBlobClient($"{version}/{file.Name}").UploadAsync(
            BinaryData.FromBytes(file.Content), new BlobUploadOptions { Conditions = OnlyIfAbsent }, cancellationToken);
        progress?.Report(file.Name);
    }
}
