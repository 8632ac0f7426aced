namespace Recofilm.Core.Collaborative;

/// <summary>
/// What depends on the time since the user's last rating: below <see cref="VisitEnds"/> a visit goes on, from
/// <see cref="VisitBegins"/> a new one begins, and between them the regimes mix on the logarithm of the time.
/// </summary>
public sealed record RegimeOptions
{
    /// <summary>Up to this time since the last rating the visit certainly goes on; above zero.</summary>
    public TimeSpan VisitEnds { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From this time since the last rating it certainly is a new visit; above <see cref="VisitEnds"/>.</summary>
    public TimeSpan VisitBegins { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The mixture while a visit goes on. Of what is to be trained it is one for ratings whose order tells something, which
    /// the training asks of them; of a trained model it is the mixture itself.
    /// </summary>
    public Regime Visit { get; init; } = new(new RecencyDecay(6f, 0.15f), new RecencyDecay(6f, 0.05f), 0.1f);

    /// <summary>The mixture when the user comes back, and when times are unknown.</summary>
    public Regime Return { get; init; } = new(new RecencyDecay(60f, 0.15f), new RecencyDecay(60f, 0.05f), 0.6f, TrendWeight: 1.2f, NewnessWeight: 1.25f);

    /// <summary>In how many days a rating comes to count half for a movie's present popularity; above 0.</summary>
    public double TrendHalfLifeDays { get; init; } = 240;

    /// <summary>How many ratings a movie's present popularity must differ by to be believed; above 0.</summary>
    public double TrendPseudoRatings { get; init; } = 1;

    /// <summary>
    /// How many years older than the user's last rating a movie is whose newness to them has fallen to 1/e; above 0.
    /// </summary>
    public double NewnessYears { get; init; } = 1;

    /// <summary>The mixture that holds a time after the last rating.</summary>
    /// <param name="secondsSinceLastRating">At least 0, or <see langword="null"/> when it is unknown.</param>
    public Regime At(long? secondsSinceLastRating)
    {
        if (secondsSinceLastRating is not { } seconds || seconds >= VisitBegins.TotalSeconds)
            return Return;
        if (seconds <= VisitEnds.TotalSeconds)
            return Visit;
        var share = Math.Log(seconds / VisitEnds.TotalSeconds) / Math.Log(VisitBegins / VisitEnds);
        return Regime.Between(Visit, Return, (float)share);
    }

    internal void Validate()
    {
        if (VisitEnds <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(VisitEnds)} must be above zero.", nameof(VisitEnds));
        if (VisitBegins <= VisitEnds)
            throw new ArgumentException($"{nameof(VisitBegins)} must be above {nameof(VisitEnds)}.", nameof(VisitBegins));
        if (!(TrendHalfLifeDays > 0) || !double.IsFinite(TrendHalfLifeDays))
            throw new ArgumentException($"{nameof(TrendHalfLifeDays)} must be above 0 and finite.", nameof(TrendHalfLifeDays));
        if (!(TrendPseudoRatings > 0) || !double.IsFinite(TrendPseudoRatings))
            throw new ArgumentException($"{nameof(TrendPseudoRatings)} must be above 0 and finite.", nameof(TrendPseudoRatings));
        if (!(NewnessYears > 0) || !double.IsFinite(NewnessYears))
            throw new ArgumentException($"{nameof(NewnessYears)} must be above 0 and finite.", nameof(NewnessYears));
        Visit.Validate(nameof(Visit));
        Return.Validate(nameof(Return));
    }
}
