using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Training;

namespace Recofilm.Core.Serving;

/// <summary>Makes a published version ready to serve: downloads, maps, verifies, builds and tries it.</summary>
/// <param name="registry">The registry that holds the versions.</param>
/// <param name="recommender">The recommender that tries them.</param>
public sealed class SnapshotLoader(ModelRegistry registry, Recommender recommender)
{
    /// <summary>Loads a version and takes the first lease on it.</summary>
    /// <exception cref="ModelNotFoundException">There is no such version.</exception>
    /// <exception cref="ModelDamagedException">
    /// The version is damaged or of another format, or its lists are invalid or differ from those of its training.
    /// </exception>
    public async Task<ModelLease> LoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await registry.ReadManifestAsync(version, cancellationToken);
            var files = await registry.MapFilesAsync(manifest, cancellationToken);
            try
            {
                return await BuildAsync(manifest, files.Files, recommender, files);
            }
            catch
            {
                files.Dispose();
                throw;
            }
        }
        catch (InvalidDataException exception)
        {
            throw new ModelDamagedException(version, exception);
        }
    }

    /// <summary>Builds a snapshot from files, tries it and takes the first lease on it.</summary>
    /// <exception cref="ModelDamagedException">
    /// The version is damaged, or its lists are invalid or differ from those of its training.
    /// </exception>
    internal static async Task<ModelLease> BuildAsync(
        ModelManifest manifest, IReadOnlyList<ArtifactFile> files, Recommender recommender, IDisposable? owner = null)
    {
        try
        {
            var model = ModelSnapshot.Lease(manifest, ModelArtifact.Read(files), owner);
            await Canary.CheckAsync(model, recommender);
            await Task.Run(() => ReferenceLists.Verify(model.Models, manifest.CreatedAt, manifest.ReferenceLists));
            return model;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArithmeticException)
        {
            // Arithmetic fails on parameters that are finite but inconsistent.
            throw new ModelDamagedException(manifest.Version, exception);
        }
    }
}
