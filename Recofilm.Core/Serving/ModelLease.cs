using Recofilm.Core.Fitting;

namespace Recofilm.Core.Serving;

/// <summary>
/// The right to compute with a model's parameters until it is disposed of. Each request takes one, so that a swap of models
/// during the request neither mixes two models nor unmaps memory in use.
/// </summary>
public sealed class ModelLease : IDisposable
{
    private readonly ModelSet _models;
    private int _hasEnded;

    internal ModelLease(ModelSnapshot snapshot, ModelSet models)
    {
        Snapshot = snapshot;
        _models = models;
    }

    /// <summary>The leased model.</summary>
    public ModelSnapshot Snapshot { get; }

    /// <summary>The models with their parameters; not to be used after the lease has ended.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public ModelSet Models
    {
        get
        {
            ObjectDisposedException.ThrowIf(_hasEnded != 0, this);
            return _models;
        }
    }

    /// <summary>Ends the lease; ending it again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            Snapshot.EndLease();
    }
}
