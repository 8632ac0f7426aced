namespace Recofilm.Core.Collaborative;

/// <summary>
/// How much a rating says that its user wants such movies: every rating says so a little, because people choose what
/// they watch, and a high one says it most.
/// </summary>
/// <param name="Liked">Weight of a rating of 4 or more, the protocol's threshold of relevance.</param>
/// <param name="Neutral">Weight of a rating of at least 3 and below 4.</param>
/// <param name="Disliked">Weight of a rating below 3.</param>
public readonly record struct PreferenceWeights(float Liked, float Neutral, float Disliked)
{
    /// <summary>The rating from which a movie counts as liked.</summary>
    public const float LikedFrom = 4f;

    /// <summary>The rating from which a movie counts as neutral.</summary>
    public const float NeutralFrom = 3f;

    /// <summary>The weight of a rating.</summary>
    public float Of(float rating) => rating >= LikedFrom ? Liked : rating >= NeutralFrom ? Neutral : Disliked;

    internal void Validate(string name)
    {
        if (!(Liked > 0) || !(Neutral >= 0) || !(Disliked >= 0) || !float.IsFinite(Liked + Neutral + Disliked))
            throw new ArgumentException($"{name} must be finite, with Liked above 0 and the others at least 0.", name);
    }
}
