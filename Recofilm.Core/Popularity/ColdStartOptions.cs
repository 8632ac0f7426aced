namespace Recofilm.Core.Popularity;

/// <summary>The strength of the prior on average ratings.</summary>
public sealed record ColdStartOptions
{
    /// <summary>
    /// The quantile that sets the number of votes of the Bayesian average's prior: the prior counts as many votes as the
    /// movie at this quantile has ratings, among rated movies in order of their number of ratings. 0 is the least rated
    /// movie, 1 the most rated.
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
