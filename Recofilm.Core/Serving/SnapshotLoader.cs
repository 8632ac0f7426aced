using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Serving;

/// <summary>Makes a published version ready to serve: downloads, maps, verifies, builds and tries it.</summary>
/// <param name="registry">Where versions are.</param>
/// <param name="recommender">Tries them.</param>
public sealed class SnapshotLoader(ModelRegistry registry, Recommender recommender)
{
    /// <summary>Loads a version.</summary>
    /// <exception cref="ModelNotFoundException">There is no such version.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of another format, or answers nonsense.</exception>
    public async Task<ModelSnapshot> LoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var manifest = await registry.ReadManifestAsync(version, cancellationToken);
        var files = await registry.MapFilesAsync(manifest, cancellationToken);
        var snapshot = new ModelSnapshot(manifest, ModelArtifact.Read(files));
        await Canary.CheckAsync(snapshot, recommender);
        return snapshot;
    }
}
