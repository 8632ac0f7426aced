using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// Model versions in a blob container: <c>&lt;version&gt;/&lt;file&gt;</c>, <c>&lt;version&gt;/manifest.json</c> and one
/// pointer, <c>champion.json</c>. A version never changes once its manifest is there, and the pointer is moved by
/// compare-and-swap on its ETag, so a process may stop anywhere and leave a champion that loads.
/// </summary>
/// <param name="container">The container; made when something is first published.</param>
/// <param name="time">The clock that stamps activations.</param>
public sealed class ModelRegistry(BlobContainerClient container, TimeProvider time)
{
    private static readonly BlobRequestConditions OnlyIfAbsent = new() { IfNoneMatch = ETag.All };

    /// <summary>Writes a version's files, then its manifest. It serves nobody until it is activated.</summary>
    /// <param name="manifest">The manifest of these files.</param>
    /// <param name="files">The files.</param>
    /// <param name="progress">Told the name of each blob after it was written.</param>
    /// <param name="cancellationToken">Gives up; a version without a manifest remains, which nobody reads.</param>
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

    /// <summary>Makes a complete version the champion; also the way back to an earlier one.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The pointer as it is now.</returns>
    /// <exception cref="ModelNotFoundException">There is no complete version of this name.</exception>
    /// <exception cref="ChampionConflictException">Somebody else moved the pointer at the same time.</exception>
    public async Task<ChampionPointer> ActivateAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        var champion = await ReadChampionAsync(cancellationToken);
        return await ActivateAsync(version, champion, cancellationToken);
    }

    /// <summary>Makes a complete version the champion if the champion is still the one that was read before.</summary>
    /// <inheritdoc cref="ActivateAsync(ModelVersion, CancellationToken)"/>
    /// <param name="version">The version.</param>
    /// <param name="expected">The pointer as it was read, or <see langword="null"/> when there was none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ChampionPointer> ActivateAsync(
        ModelVersion version, ChampionPointer? expected, CancellationToken cancellationToken = default) =>
        expected?.Version == version ? expected : await MoveAsync(version, expected, rolledBack: false, cancellationToken);

    /// <summary>Makes the champion's predecessor the champion again, and remembers that this was why.</summary>
    /// <param name="champion">The pointer as it was read; it has a predecessor.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelNotFoundException">The predecessor is gone.</exception>
    /// <exception cref="ChampionConflictException">Somebody else moved the pointer at the same time.</exception>
    public Task<ChampionPointer> RollBackAsync(ChampionPointer champion, CancellationToken cancellationToken = default) =>
        MoveAsync(champion.Previous!.Value, champion, rolledBack: true, cancellationToken);

    private async Task<ChampionPointer> MoveAsync(
        ModelVersion version, ChampionPointer? expected, bool rolledBack, CancellationToken cancellationToken)
    {
        await ReadManifestAsync(version, cancellationToken);
        var pointer = new ChampionPointer(version, expected?.Version, time.GetUtcNow(), rolledBack);
        var json = JsonSerializer.SerializeToUtf8Bytes(pointer, ArtifactJson.Default.ChampionPointer);
        var conditions = expected is null ? OnlyIfAbsent : new BlobRequestConditions { IfMatch = expected.ETag };
        try
        {
            var written = await Champion.UploadAsync(
                BinaryData.FromBytes(json), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
            return pointer with { ETag = written.Value.ETag };
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            throw new ChampionConflictException(version, exception);
        }
    }

    /// <summary>Which version serves, or <see langword="null"/> when none was ever activated.</summary>
    /// <exception cref="InvalidDataException">The pointer is not readable.</exception>
    public async Task<ChampionPointer?> ReadChampionAsync(CancellationToken cancellationToken = default) =>
        await ReadPointerAsync(ChampionPointer.FileName, ArtifactJson.Default.ChampionPointer, cancellationToken) is var (pointer, tag)
            ? pointer with { ETag = tag }
            : null;

    /// <summary>Which version is on trial beside the champion, or <see langword="null"/> when none is.</summary>
    /// <exception cref="InvalidDataException">The pointer is not readable.</exception>
    public async Task<ChallengerPointer?> ReadChallengerAsync(CancellationToken cancellationToken = default) =>
        await ReadPointerAsync(ChallengerPointer.FileName, ArtifactJson.Default.ChallengerPointer, cancellationToken) is var (pointer, tag)
            ? pointer with { ETag = tag }
            : null;

    /// <summary>The state of the pointer without its content: what to poll. <see langword="null"/> when there is none.</summary>
    public Task<ETag?> ReadChampionETagAsync(CancellationToken cancellationToken = default) =>
        ReadETagAsync(ChampionPointer.FileName, cancellationToken);

    /// <summary>The state of the challenger's pointer, likewise.</summary>
    public Task<ETag?> ReadChallengerETagAsync(CancellationToken cancellationToken = default) =>
        ReadETagAsync(ChallengerPointer.FileName, cancellationToken);

    /// <summary>A version's manifest.</summary>
    /// <exception cref="ModelNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is not readable, or of another format than this program reads.</exception>
    public async Task<ModelManifest> ReadManifestAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        var blob = await DownloadAsync($"{version}/{ModelManifest.FileName}", cancellationToken)
            ?? throw new ModelNotFoundException(version);
        var manifest = ModelManifest.FromJson(blob.Content.ToMemory().Span);
        return manifest.Version == version
            ? manifest
            : throw new InvalidDataException($"The manifest of model {version} is that of {manifest.Version}.");
    }

    /// <summary>A version's files, each verified against size and checksum in the manifest.</summary>
    /// <exception cref="InvalidDataException">A file is missing or not what the manifest says.</exception>
    public Task<IReadOnlyList<ArtifactFile>> ReadFilesAsync(
        ModelManifest manifest, CancellationToken cancellationToken = default) =>
        ReadFilesAsync(manifest.Version, manifest.Files, cancellationToken);

    /// <summary>
    /// The same files, mapped rather than copied into the heap: for a model that serves. The parameters that are read from them
    /// are good as long as something refers to the files or to them (<see cref="MappedFile"/>).
    /// </summary>
    /// <exception cref="InvalidDataException">A file is missing or not what the manifest says.</exception>
    /// <exception cref="IOException">There is no room for the files.</exception>
    public async Task<IReadOnlyList<ArtifactFile>> MapFilesAsync(
        ModelManifest manifest, CancellationToken cancellationToken = default) =>
        await Task.WhenAll(manifest.Files.Select(async file =>
        {
            var content = (await MapAsync(manifest.Version, file, cancellationToken)).Memory;
            file.Verify(content.Span);
            return new ArtifactFile(file.Name, content);
        }));

    /// <summary>The files of the models that were measured, verified likewise.</summary>
    /// <exception cref="InvalidDataException">A file is missing or not what the manifest says.</exception>
    public Task<IReadOnlyList<ArtifactFile>> ReadEvaluationFilesAsync(
        ModelManifest manifest, CancellationToken cancellationToken = default) =>
        ReadFilesAsync(manifest.Version, manifest.EvaluationFiles, cancellationToken);

    /// <summary>Every version, newest first.</summary>
    public async Task<IReadOnlyList<ModelListing>> ListAsync(CancellationToken cancellationToken = default)
    {
        var champion = await ReadChampionAsync(cancellationToken);
        var challenger = await ReadChallengerAsync(cancellationToken);
        var listings = new List<ModelListing>();
        foreach (var version in await ReadVersionsAsync(cancellationToken))
        {
            var manifest = await TryReadManifestAsync(version, cancellationToken);
            listings.Add(new ModelListing(version, StateOf(version, manifest, champion, challenger), manifest));
        }

        return listings;
    }

    internal BlobClient Champion => container.GetBlobClient(ChampionPointer.FileName);

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

    /// <summary>Deletes a version, its manifest first, so that what is left of it counts as incomplete.</summary>
    internal async Task DeleteAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        await container.DeleteBlobIfExistsAsync(
            $"{version}/{ModelManifest.FileName}", cancellationToken: cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(
            new GetBlobsOptions { Prefix = $"{version}/" }, cancellationToken))
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    private static ModelState StateOf(
        ModelVersion version, ModelManifest? manifest, ChampionPointer? champion, ChallengerPointer? challenger)
    {
        if (version == champion?.Version)
            return ModelState.Champion;
        if (manifest is null)
            return ModelState.Incomplete;
        if (version == challenger?.Version)
            return ModelState.Challenger;
        if (version == champion?.Previous)
            return ModelState.Previous;
        return manifest.Gate.Accepted ? ModelState.Available : ModelState.Refused;
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
            var blob = await DownloadAsync($"{version}/{file.Name}", cancellationToken) ?? throw Missing(version, file);
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

    private static InvalidDataException Missing(ModelVersion version, ModelFile file) => new($"Model {version} has no {file.Name}.");

    private async Task<(T Pointer, ETag ETag)?> ReadPointerAsync<T>(
        string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var blob = await DownloadAsync(name, cancellationToken);
        if (blob is null)
            return null;
        try
        {
            var pointer = JsonSerializer.Deserialize(blob.Content.ToMemory().Span, type)
                ?? throw new InvalidDataException($"{name} is null.");
            return (pointer, blob.Details.ETag);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{name} is not readable: {exception.Message}", exception);
        }
    }

    private async Task<ETag?> ReadETagAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    private async Task WriteOnceAsync(
        ModelVersion version, ArtifactFile file, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await container.GetBlobClient($"{version}/{file.Name}").UploadAsync(
            BinaryData.FromBytes(file.Content), new BlobUploadOptions { Conditions = OnlyIfAbsent }, cancellationToken);
        progress?.Report(file.Name);
    }

    private async Task<BlobDownloadResult?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }
}
