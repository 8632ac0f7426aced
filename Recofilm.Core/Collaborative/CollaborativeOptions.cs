namespace Recofilm.Core.Collaborative;

/// <summary>Options of the collaborative ranking model; the defaults are the tuned values.</summary>
public sealed record CollaborativeOptions
{
    /// <summary>Options of the item-to-item weights.</summary>
    public NeighbourOptions Neighbours { get; init; } = new();

    /// <summary>Options of the factor model.</summary>
    public FactorOptions Factors { get; init; } = new();

    /// <summary>How the two are mixed while a visit lasts and when the user comes back.</summary>
    public RegimeOptions Regimes { get; init; } = new();

    /// <summary>
    /// Ratings from which is learned whether the order within a visit tells anything (<see cref="RegimeOptions.Visit"/>): of
    /// larger data whole users are left out. At least 0, where nothing is learned.
    /// </summary>
    public int VisitRatings { get; init; } = 300_000;

    /// <summary>Threads to train on; 0 for one a processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Seed of the factors' start.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and the range.</exception>
    public void Validate()
    {
        if (Threads < 0)
            throw new ArgumentException($"{nameof(Threads)} must be at least 0.", nameof(Threads));
        if (VisitRatings < 0)
            throw new ArgumentException($"{nameof(VisitRatings)} must be at least 0.", nameof(VisitRatings));
        Neighbours.Validate();
        Factors.Validate();
        Regimes.Validate();
    }
}
