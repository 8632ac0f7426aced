using Recofilm.Core.Artifacts;
using Recofilm.Core.Training;

namespace Recofilm.Core.Serving;

/// <summary>One published model, ready to serve: immutable, shared by any number of requests.</summary>
public sealed class ModelSnapshot
{
    /// <summary>Joins the models to what their manifest says of them.</summary>
    public ModelSnapshot(ModelManifest manifest, ModelSet models)
    {
        Manifest = manifest;
        Models = models;
        Index = new CatalogIndex(models.Catalog);
    }

    /// <summary>Where the model comes from and what was measured.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The models.</summary>
    public ModelSet Models { get; }

    /// <summary>Genres and years, for filters.</summary>
    public CatalogIndex Index { get; }

    /// <summary>The published version.</summary>
    public ModelVersion Version => Manifest.Version;

    /// <summary>When training ended, UTC.</summary>
    public DateTimeOffset TrainedAt => Manifest.CreatedAt;

    /// <summary>The item index of a movie.</summary>
    /// <exception cref="MovieNotInModelException">The model does not know the movie.</exception>
    public int IndexOf(int movieId) =>
        Models.Catalog.TryGetIndex(movieId, out var item) ? item : throw new MovieNotInModelException(movieId);
}
