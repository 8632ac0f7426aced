using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>
/// The collaborative ranking model: directed, time-aware item-to-item weights, which follow a visit closely, and an
/// implicit-feedback factor model, which serves better when the user returns another day. The time since the user's last
/// rating decides how far back each of them looks and how they are mixed. The model holds parameters of movies only; a user
/// is folded in from their current ratings. Returning users also get movies that other users rated lately and movies
/// released since their last visit.
/// </summary>
/// <param name="neighbours">The item-to-item weights.</param>
/// <param name="factors">The factor model of the same items.</param>
/// <param name="trends">The rating times of the same items.</param>
/// <param name="blend">The session blend that the training found.</param>
public sealed class CollaborativeModel(
    ItemItemWeights neighbours, ImplicitAlsModel factors, ItemTrends trends, LearnedSessionBlend blend) : IRankingModel
{
    /// <summary>
    /// The number of a user's best movies that <see cref="Score"/> scores exactly; longer than an evaluated list.
    /// </summary>
    public const int ExactBest = 128;

    /// <summary>The single rating of a history that represents one movie.</summary>
    internal static ReadOnlySpan<float> Liked => [PreferenceWeights.LikedFrom];

    private readonly PopularityTrend _prior = new(trends, blend.TrendHalfLifeDays, blend.TrendPseudoRatings);
    private readonly ReleaseRecency _releases = new(trends, blend.NewnessYears);

    /// <summary>The item-to-item weights.</summary>
    public ItemItemWeights Neighbours => neighbours;

    /// <summary>The factor model.</summary>
    public ImplicitAlsModel Factors => factors;

    /// <summary>The rating times of the items.</summary>
    public ItemTrends Trends => trends;

    /// <summary>The session blend that the training found.</summary>
    public LearnedSessionBlend Blend => blend;

    /// <summary>Number of items.</summary>
    public int ItemCount => factors.ItemCount;

    /// <inheritdoc/>
    /// <remarks>
    /// A user without ratings gets 0 for every movie. The best movies that the user has not rated have exact scores; all others
    /// have scores from 8-bit factors.
    /// </remarks>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        using var scored = new CollaborativeScores(this, history, scores);
        var rented = ArrayPool<float>.Shared.Rent(ItemCount);
        var unrated = rented.AsSpan(0, ItemCount);
        scores.CopyTo(unrated);
        foreach (var item in history.Items)
            unrated[item] = float.NegativeInfinity;
        Span<int> best = stackalloc int[ExactBest];
        scored.Refine(best[..TopK.Select(unrated, best)], scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Splits some movies' scores into the contribution of each rating.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="items">The item indices whose scores are explained, each once.</param>
    /// <param name="contributions">Receives one signed term per rating: items × ratings, row-major.</param>
    /// <param name="rest">
    /// Receives the part of each item's score that no rating contributes. Together with the item's contributions it sums to the
    /// score.
    /// </param>
    public void Explain(in RatingHistory history, ReadOnlySpan<int> items, Span<float> contributions, Span<float> rest)
    {
        var mixture = blend.At(history.SecondsSinceLastRating);
        var rented = ArrayPool<float>.Shared.Rent(ItemCount + history.Count + factors.Dimension + contributions.Length);
        var scores = rented.AsSpan(0, ItemCount);
        var weights = rented.AsSpan(ItemCount, history.Count);
        var user = rented.AsSpan(ItemCount + history.Count, factors.Dimension);
        var factorTerms = rented.AsSpan(ItemCount + history.Count + factors.Dimension, contributions.Length);

        neighbours.Weigh(history, mixture.NeighbourDecay, weights);
        neighbours.Score(history.Items, weights, scores);
        neighbours.Explain(history.Items, weights, items, contributions);
        factors.Weigh(history, mixture.FactorDecay, weights);
        factors.Explain(history.Items, weights, items, factorTerms, user);
        var (neighbourScale, factorScale) = Scales(mixture, TensorPrimitives.StdDev<float>(scores), factors.Moments(user).Spread);
        TensorPrimitives.Multiply(contributions, neighbourScale, contributions);
        TensorPrimitives.MultiplyAdd(factorTerms, factorScale, contributions, contributions);
        for (var place = 0; place < items.Length; place++)
            rest[place] = Unrated(history, mixture, items[place]);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Returns the same models with another session blend.</summary>
    internal CollaborativeModel With(LearnedSessionBlend other) => new(neighbours, factors, trends, other);

    /// <summary>Scores every movie by its similarity to one movie, as users' ratings show it.</summary>
    /// <param name="item">The item index.</param>
    /// <param name="scores">Receives one score per item, higher for more similar; the item itself is scored too.</param>
    public void ScoreSimilar(int item, Span<float> scores) => Score(new RatingHistory([item], Liked, default, 0), scores);

    /// <summary>Mixes the scores of both models as the session blend says.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="mixture">The blend for the history.</param>
    /// <param name="scores">Holds the item-to-item scores; receives the mixture.</param>
    /// <param name="spread">The standard deviation of the item-to-item scores.</param>
    /// <param name="other">The factor model's scores.</param>
    /// <param name="otherSpread">The standard deviation of the factor model's scores.</param>
    /// <returns>The factor by which the scores of each model were multiplied.</returns>
    internal (float Neighbours, float Factors) Mix(
        in RatingHistory history, in SessionBlend mixture, Span<float> scores, float spread,
        ReadOnlySpan<float> other, float otherSpread)
    {
        var scales = Scales(mixture, spread, otherSpread);
        TensorPrimitives.Multiply(scores, scales.Neighbours, scores);
        TensorPrimitives.MultiplyAdd(other, scales.Factors, scores, scores);
        if (!HasTrend(history))
            return scales;
        if (mixture.TrendWeight > 0)
            TensorPrimitives.MultiplyAdd(_prior.At(history.RequestTime), mixture.TrendWeight, scores, scores);
        if (mixture.NewnessWeight > 0)
            _releases.Add(history, mixture.NewnessWeight, scores);
        return scales;
    }

    // Only ratios matter to an order, so each side is scaled to the same spread and none is centred. A score stays a plain sum
    // over the ratings.
    private static (float Neighbours, float Factors) Scales(in SessionBlend mixture, float spread, float otherSpread) =>
        ((1 - mixture.FactorShare) / (spread > 0 ? spread : 1), mixture.FactorShare / (otherSpread > 0 ? otherSpread : 1));

    // Returns the part of one movie's score that no rating contributes.
    private float Unrated(in RatingHistory history, in SessionBlend mixture, int item)
    {
        if (!HasTrend(history))
            return 0;
        var trend = mixture.TrendWeight > 0 ? mixture.TrendWeight * _prior.At(history.RequestTime)[item] : 0;
        return mixture.NewnessWeight > 0 ? trend + (mixture.NewnessWeight * _releases.At(history, item)) : trend;
    }

    // Without timestamps, neither a return visit nor the popularity and the releases at the time of the request are known.
    private bool HasTrend(in RatingHistory history) => history.HasTimestamps && trends.End is not null;
}
