using System.Diagnostics.CodeAnalysis;
using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Serving;

/// <summary>
/// One published model, ready to serve: immutable, shared by any number of requests. Its description is always available. Its
/// parameters may lie in mapped files, so only a <see cref="ModelLease"/> gives access to them, and the files are unmapped
/// when the last lease ends.
/// </summary>
public sealed class ModelSnapshot
{
    private readonly ModelSet _models;
    private readonly IDisposable? _files;
    private int _leases = 1;

    private ModelSnapshot(ModelManifest manifest, ModelSet models, IDisposable? files)
    {
        _models = models;
        _files = files;
        Manifest = manifest;
        Index = new CatalogIndex(models.Catalog);
    }

    /// <summary>The model's origin and measures.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The movies that the model knows.</summary>
    public MovieCatalog Catalog => _models.Catalog;

    /// <summary>Genres and years, for filters.</summary>
    public CatalogIndex Index { get; }

    /// <summary>The published version.</summary>
    public ModelVersion Version => Manifest.Version;

    /// <summary>The time at which training ended, UTC.</summary>
    public DateTimeOffset TrainedAt => Manifest.CreatedAt;

    /// <summary>Creates a snapshot and takes its first lease.</summary>
    /// <param name="manifest">The manifest of the models.</param>
    /// <param name="models">The models.</param>
    /// <param name="files">The files that hold the parameters; disposed of when the last lease ends.</param>
    public static ModelLease Lease(ModelManifest manifest, ModelSet models, IDisposable? files = null) =>
        new(new ModelSnapshot(manifest, models, files), models);

    /// <summary>Takes another lease, unless the last one has ended.</summary>
    public bool TryLease([NotNullWhen(true)] out ModelLease? lease)
    {
        var leases = Volatile.Read(ref _leases);
        while (leases > 0)
        {
            var seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
            {
                lease = new ModelLease(this, _models);
                return true;
            }

            leases = seen;
        }

        lease = null;
        return false;
    }

    /// <summary>Finds the item index of a movie.</summary>
    /// <exception cref="MovieNotInModelException">The model does not know the movie.</exception>
    public int IndexOf(int movieId) =>
        Catalog.TryGetIndex(movieId, out var item) ? item : throw new MovieNotInModelException(movieId);

    internal void EndLease()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
            _files?.Dispose();
    }
}
