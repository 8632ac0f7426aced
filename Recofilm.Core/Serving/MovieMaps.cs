using System.Runtime.CompilerServices;

namespace Recofilm.Core.Serving;

/// <summary>
/// The map of each model that serves, made when it is first asked for and kept as long as the model. Thread-safe.
/// </summary>
public sealed class MovieMaps
{
    private readonly ConditionalWeakTable<ModelSnapshot, Lazy<MovieMap>> _maps = [];

    /// <summary>The map of a model.</summary>
    /// <param name="model">A lease on it: the first to ask makes the map of its parameters.</param>
    public MovieMap Of(ModelLease model) =>
        _maps.GetValue(model.Snapshot, _ => new Lazy<MovieMap>(() => new MovieMap(model.Models))).Value;
}
