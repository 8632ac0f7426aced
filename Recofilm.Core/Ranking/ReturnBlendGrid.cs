using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking;

/// <summary>
/// The blends for returning users among which a training chooses. Every list of values begins with that of the configured blend.
/// Half-lives are shares of the time that the ratings span, so that data of months and of decades have the same choice.
/// </summary>
internal sealed class ReturnBlendGrid
{
    private static readonly float[] _horizons = [20, 60, 200, 1e6f];
    private static readonly double[] _halfLifeShares = [1.0 / 8, 1.0 / 32, 1.0 / 128, 1.0 / 512];
    private static readonly float[] _trendWeights = [0, 0.4f, 0.8f, 1.2f, 1.8f, 2.7f, 4];
    private static readonly float[] _factorShares = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];
    private static readonly float[] _newnessMultiples = [0, 0.5f, 1, 1.5f];

    private readonly LearnedSessionBlend _blend;
    private readonly float[] _trends;
    private readonly float[] _shares;
    private readonly float[] _newness;

    /// <summary>Makes the grid around a blend.</summary>
    /// <param name="blend">The blend that the options state.</param>
    /// <param name="spanDays">The time that the ratings span, in days.</param>
    public ReturnBlendGrid(LearnedSessionBlend blend, double spanDays)
    {
        var start = blend.Return;
        _blend = blend;
        _trends = Around(start.TrendWeight, _trendWeights);
        _shares = Around(start.FactorShare, _factorShares);
        _newness = Around(start.NewnessWeight, _newnessMultiples.Select(multiple => multiple * start.NewnessWeight));
        NeighbourDecays = Around(start.NeighbourDecay, _horizons.Select(start.NeighbourDecay.WithHorizon));
        FactorDecays = Around(start.FactorDecay, _horizons.Select(start.FactorDecay.WithHorizon));
        HalfLivesDays = Around(blend.TrendHalfLifeDays, _halfLifeShares.Select(share => share * spanDays));
    }

    /// <summary>The decays of older ratings in the item-to-item weights.</summary>
    public RecencyDecay[] NeighbourDecays { get; }

    /// <summary>The decays of older ratings in the factor model.</summary>
    public RecencyDecay[] FactorDecays { get; }

    /// <summary>The half-lives of the popularity trend.</summary>
    public double[] HalfLivesDays { get; }

    /// <summary>The configured blend.</summary>
    public Choice Start => new(0, 0, 0, _blend.Return.FactorShare, _blend.Return.TrendWeight, _blend.Return.NewnessWeight);

    /// <summary>The blends whose best movies are candidates: every half-life with every weight of the trend above 0.</summary>
    public IEnumerable<Choice> Spread =>
        from halfLife in Enumerable.Range(0, HalfLivesDays.Length)
        from trend in _trends
        where trend > 0
        select Start with { HalfLife = halfLife, TrendWeight = trend };

    /// <summary>
    /// The steps of a search, each of which offers the values of one part of a choice. The trend comes first, because it
    /// differs most between data sets.
    /// </summary>
    public IEnumerable<Func<Choice, IEnumerable<Choice>>> Steps =>
    [
        choice => Enumerable.Range(0, HalfLivesDays.Length).Select(place => choice with { HalfLife = place }),
        choice => _trends.Select(weight => choice with { TrendWeight = weight }),
        choice => _newness.Select(weight => choice with { NewnessWeight = weight }),
        choice => Enumerable.Range(0, NeighbourDecays.Length).Select(place => choice with { NeighbourDecay = place }),
        choice => Enumerable.Range(0, FactorDecays.Length).Select(place => choice with { FactorDecay = place }),
        choice => _shares.Select(share => choice with { FactorShare = share }),
    ];

    /// <summary>Returns the session blend with a choice for returning users.</summary>
    public LearnedSessionBlend With(Choice choice) => _blend with
    {
        TrendHalfLifeDays = HalfLivesDays[choice.HalfLife],
        Return = new SessionBlend(
            NeighbourDecays[choice.NeighbourDecay], FactorDecays[choice.FactorDecay], choice.FactorShare, choice.TrendWeight,
            choice.NewnessWeight),
    };

    private static T[] Around<T>(T start, IEnumerable<T> values)
        where T : IEquatable<T> => [start, .. values.Where(value => !value.Equals(start))];

    /// <summary>One blend of the grid; the first three are places in its lists.</summary>
    public readonly record struct Choice(
        int NeighbourDecay, int FactorDecay, int HalfLife, float FactorShare, float TrendWeight, float NewnessWeight);
}
