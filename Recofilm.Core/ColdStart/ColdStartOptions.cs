namespace Recofilm.Core.ColdStart;

/// <summary>How much evidence an average needs before it is believed.</summary>
public sealed record ColdStartOptions
{
    /// <summary>
    /// The prior of the Bayesian average is worth as many votes as the movie at this quantile of rated movies, ordered by
    /// their number of ratings, has: 0 (the least rated) to 1 (the most rated).
    /// </summary>
    public float PriorQuantile { get; init; } = 0.9f;

    /// <summary>Refuses values out of their ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (!(PriorQuantile is >= 0 and <= 1))
            throw new ArgumentException($"{nameof(PriorQuantile)} must be between 0 and 1.");
    }
}
