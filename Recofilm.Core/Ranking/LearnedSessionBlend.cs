namespace Recofilm.Core.Ranking;

/// <summary>
/// The session blend that a training found. Below <see cref="VisitEnds"/> a visit continues, from <see cref="VisitBegins"/> a new
/// one begins, and between them the two blends are interpolated on the logarithm of the time.
/// </summary>
public sealed record LearnedSessionBlend
{
    /// <inheritdoc cref="SessionBlendOptions.VisitEnds"/>
    public required TimeSpan VisitEnds { get; init; }

    /// <inheritdoc cref="SessionBlendOptions.VisitBegins"/>
    public required TimeSpan VisitBegins { get; init; }

    /// <summary>The blend while a visit continues.</summary>
    public required SessionBlend Visit { get; init; }

    /// <summary>The blend when the user returns, and when times are unknown.</summary>
    public required SessionBlend Return { get; init; }

    /// <summary>The age in days at which a rating counts half for a movie's popularity trend; above 0.</summary>
    public required double TrendHalfLifeDays { get; init; }

    /// <inheritdoc cref="SessionBlendOptions.TrendPseudoRatings"/>
    public required double TrendPseudoRatings { get; init; }

    /// <inheritdoc cref="SessionBlendOptions.NewnessYears"/>
    // Models from before release recency lack this value; it is then read as 0.
    public double NewnessYears { get; init => field = value > 0 ? value : 1; } = 1;

    /// <summary>Returns the blend that the options state, for a learned preference for new releases.</summary>
    /// <param name="options">The options.</param>
    /// <param name="preference">At least 0.</param>
    /// <param name="spanDays">The time that the ratings span, in days.</param>
    public static LearnedSessionBlend Of(SessionBlendOptions options, float preference, double spanDays) => new()
    {
        VisitEnds = options.VisitEnds,
        VisitBegins = options.VisitBegins,
        Visit = options.Visit.With(preference),
        Return = options.Return.With(preference),
        TrendHalfLifeDays = options.TrendHalfLifeShare * spanDays,
        TrendPseudoRatings = options.TrendPseudoRatings,
        NewnessYears = options.NewnessYears,
    };

    /// <summary>Returns the blend for a time after the last rating.</summary>
    /// <param name="secondsSinceLastRating">At least 0, or <see langword="null"/> when it is unknown.</param>
    public SessionBlend At(long? secondsSinceLastRating)
    {
        if (secondsSinceLastRating is not { } seconds || seconds >= VisitBegins.TotalSeconds)
            return Return;
        if (seconds <= VisitEnds.TotalSeconds)
            return Visit;
        var share = Math.Log(seconds / VisitEnds.TotalSeconds) / Math.Log(VisitBegins / VisitEnds);
        return SessionBlend.Between(Visit, Return, (float)share);
    }
}
