using System.Numerics;

namespace Recofilm.Core.Ranking.Recency;

/// <summary>
/// The weight of a rating as a sign of what its user wants. Every rating has some weight, because people choose what they
/// watch; a high one has the most.
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

    /// <summary>Returns the weight of a rating.</summary>
    public float Of(float rating) => rating >= LikedFrom ? Liked : rating >= NeutralFrom ? Neutral : Disliked;

    /// <summary>Computes the weights of many ratings, without branches, which unordered ratings would often mispredict.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="weights">Receives one weight per rating.</param>
    public void Of(ReadOnlySpan<float> ratings, Span<float> weights)
    {
        var (liked, neutral, disliked) = (new Vector<float>(Liked), new Vector<float>(Neutral), new Vector<float>(Disliked));
        var place = 0;
        for (; place + Vector<float>.Count <= ratings.Length; place += Vector<float>.Count)
        {
            var some = new Vector<float>(ratings[place..]);
            var weight = Vector.ConditionalSelect(
                Vector.GreaterThanOrEqual(some, new Vector<float>(NeutralFrom)), neutral, disliked);
            weight = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(some, new Vector<float>(LikedFrom)), liked, weight);
            weight.CopyTo(weights[place..]);
        }

        for (; place < ratings.Length; place++)
            weights[place] = Of(ratings[place]);
    }

    internal void Validate(string name)
    {
        if (!(Liked > 0) || !(Neutral >= 0) || !(Disliked >= 0) || !float.IsFinite(Liked + Neutral + Disliked))
            throw new ArgumentException($"{name} must be finite, with Liked above 0 and the others at least 0.", name);
    }
}
