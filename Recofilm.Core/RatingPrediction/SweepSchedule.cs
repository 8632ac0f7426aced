namespace Recofilm.Core.RatingPrediction;

/// <summary>The sweeps of one run of the chain and the ones among them that are kept as samples.</summary>
/// <param name="BurnIn">Sweeps before the first kept one, at least 0.</param>
/// <param name="Samples">The number of kept sweeps, at least 0.</param>
/// <param name="Interval">Sweeps from one kept sweep to the next, at least 1.</param>
internal readonly record struct SweepSchedule(int BurnIn, int Samples, int Interval)
{
    /// <summary>The number of sweeps.</summary>
    public int Sweeps => BurnIn + (Samples * Interval);

    /// <summary>Returns whether a sweep of the run is kept.</summary>
    /// <param name="sweep">The sweep's place in the run, from 0.</param>
    public bool Keeps(int sweep) => sweep >= BurnIn && (sweep - BurnIn + 1) % Interval == 0;
}
