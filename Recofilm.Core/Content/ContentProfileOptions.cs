namespace Recofilm.Core.Content;

/// <summary>The weights of a user's movies in the content profile.</summary>
public sealed record ContentProfileOptions
{
    /// <summary>
    /// The weight, in stars, of a rating equal to the user's mean, since watching a movie is itself a
    /// sign of interest; finite.
    /// </summary>
    public float RatingOffset { get; init; } = 1f;

    /// <summary>The number of later ratings over which the weight of a rating falls by the factor e; positive.</summary>
    public float RecencyHorizon { get; init; } = 20f;

    /// <summary>The share of its weight that an old rating keeps; 0 to 1.</summary>
    public float RecencyFloor { get; init; } = 0.05f;

    /// <summary>Refuses values out of their ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (!float.IsFinite(RatingOffset))
            throw new ArgumentException($"{nameof(RatingOffset)} must be a finite number.");
        if (!float.IsFinite(RecencyHorizon) || RecencyHorizon <= 0)
            throw new ArgumentException($"{nameof(RecencyHorizon)} must be a finite number above 0.");
        if (!(RecencyFloor is >= 0 and <= 1))
            throw new ArgumentException($"{nameof(RecencyFloor)} must be between 0 and 1.");
    }
}
