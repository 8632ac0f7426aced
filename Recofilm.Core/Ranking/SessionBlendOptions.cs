using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking;

/// <summary>
/// The configured part of the session blend, by the time since the user's last rating. A training makes a
/// <see cref="LearnedSessionBlend"/> from it.
/// </summary>
public sealed record SessionBlendOptions
{
    /// <summary>The longest time since the last rating at which the visit certainly continues; above zero.</summary>
    public TimeSpan VisitEnds { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The shortest time since the last rating at which a new visit certainly begins; above <see cref="VisitEnds"/>.
    /// </summary>
    public TimeSpan VisitBegins { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The blend while a visit continues, for ratings whose order is informative. Training tests that on the ratings.
    /// </summary>
    public BlendOptions Visit { get; init; } = new(new RecencyDecay(6f, 0.15f), new RecencyDecay(6f, 0.05f), 0.1f);

    /// <summary>
    /// The blend when the user returns, and when times are unknown. Training replaces a value that the ratings show to be worse
    /// than another.
    /// </summary>
    public BlendOptions Return { get; init; } = new(
        new RecencyDecay(60f, 0.15f), new RecencyDecay(60f, 0.05f), 0.6f, TrendWeight: 1.2f, NewnessMultiple: 1.25f);

    /// <summary>
    /// The age at which a rating counts half for a movie's popularity trend, as a share of the time that all ratings span; above
    /// 0. Training replaces it as it does <see cref="Return"/>.
    /// </summary>
    public double TrendHalfLifeShare { get; init; } = 1.0 / 32;

    /// <summary>
    /// The number of pseudo-ratings that damp the popularity trend of a movie with few recent ratings; above 0.
    /// </summary>
    public double TrendPseudoRatings { get; init; } = 1;

    /// <summary>
    /// The number of years before the user's last rating over which a movie's newness falls to 1/e; above 0.
    /// </summary>
    public double NewnessYears { get; init; } = 1;

    internal void Validate()
    {
        if (VisitEnds <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(VisitEnds)} must be above zero.", nameof(VisitEnds));
        if (VisitBegins <= VisitEnds)
            throw new ArgumentException($"{nameof(VisitBegins)} must be above {nameof(VisitEnds)}.", nameof(VisitBegins));
        if (!(TrendHalfLifeShare > 0) || !double.IsFinite(TrendHalfLifeShare))
            throw new ArgumentException($"{nameof(TrendHalfLifeShare)} must be above 0 and finite.", nameof(TrendHalfLifeShare));
        if (!(TrendPseudoRatings > 0) || !double.IsFinite(TrendPseudoRatings))
            throw new ArgumentException($"{nameof(TrendPseudoRatings)} must be above 0 and finite.", nameof(TrendPseudoRatings));
        if (!(NewnessYears > 0) || !double.IsFinite(NewnessYears))
            throw new ArgumentException($"{nameof(NewnessYears)} must be above 0 and finite.", nameof(NewnessYears));
        Visit.Validate(nameof(Visit));
        Return.Validate(nameof(Return));
    }
}
