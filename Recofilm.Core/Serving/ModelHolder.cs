using Recofilm.Core.Registry;

namespace Recofilm.Core.Serving;

/// <summary>
/// Holds a lease on each model that serves. A request acquires one of its own, once, and keeps it to its end; a model that
/// was replaced is given back when the last request that uses it ends.
/// </summary>
public sealed class ModelHolder : IDisposable
{
    private ModelLease? _champion;
    private Experiment? _experiment;

    /// <summary>The champion, or <see langword="null"/> until the first has been loaded.</summary>
    public ModelSnapshot? Champion => Volatile.Read(ref _champion)?.Snapshot;

    /// <summary>The challenger, or <see langword="null"/> when there is none.</summary>
    public Challenger? Challenger => Volatile.Read(ref _experiment)?.Challenger;

    /// <summary>Takes a lease on the model that serves a user: the challenger to its share of them, else the champion.</summary>
    /// <returns>The lease, or <see langword="null"/> when no model is loaded yet.</returns>
    public ModelLease? Acquire(int userId)
    {
        while (ModelOf(userId) is { } model)
        {
            if (model.TryLease(out var lease))
                return lease;

            // It was replaced since it was looked up.
        }

        return null;
    }

    /// <summary>Takes a lease on the champion, whomever the challenger serves.</summary>
    /// <returns>The lease, or <see langword="null"/> when no model is loaded yet.</returns>
    public ModelLease? AcquireChampion()
    {
        while (Champion is { } model)
        {
            if (model.TryLease(out var lease))
                return lease;
        }

        return null;
    }

    /// <summary>Makes a model the champion.</summary>
    /// <param name="model">A lease that becomes the holder's own.</param>
    public void SetChampion(ModelLease model) => Interlocked.Exchange(ref _champion, model)?.Dispose();

    /// <summary>Starts an experiment with a model.</summary>
    /// <param name="trial">Whom it serves.</param>
    /// <param name="model">A lease that becomes the holder's own.</param>
    public void SetChallenger(ChallengerPointer trial, ModelLease model) =>
        Replace(new Experiment(new Challenger(trial, model.Snapshot), model));

    /// <summary>Ends the experiment: the champion serves everybody.</summary>
    public void RemoveChallenger() => Replace(null);

    /// <inheritdoc/>
    public void Dispose()
    {
        RemoveChallenger();
        Interlocked.Exchange(ref _champion, null)?.Dispose();
    }

    private ModelSnapshot? ModelOf(int userId) =>
        Challenger is { } challenger && challenger.Trial.Serves(userId) ? challenger.Model : Champion;

    private void Replace(Experiment? experiment) => Interlocked.Exchange(ref _experiment, experiment)?.Lease.Dispose();

    private sealed record Experiment(Challenger Challenger, ModelLease Lease);
}
