using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// The collaborative ranking model: directed, time-aware item-to-item weights, which follow a visit closely, and an
/// implicit-feedback factor model, which is the better base when the user comes back another day. The time since the
/// user's last rating decides how far back each looks and how they are mixed. It holds parameters of movies only; a
/// user is folded in from the ratings they have now. Who comes back also gets what other users came to watch lately and
/// what came out since they were here.
/// </summary>
/// <param name="neighbours">The item-to-item weights.</param>
/// <param name="factors">The factor model of the same items.</param>
/// <param name="trends">When the same items were rated.</param>
/// <param name="regimes">How they are mixed.</param>
public sealed class CollaborativeModel(NeighbourWeights neighbours, ItemFactors factors, ItemTrends trends, RegimeOptions regimes)
    : IRankingModel, IExplainableModel
{
    /// <summary>How many of a user's best movies are scored exactly: more than a list is long.</summary>
    public const int ExactBest = 128;

    private readonly TrendPrior _prior = new(trends, regimes.TrendHalfLifeDays, regimes.TrendPseudoRatings);
    private readonly NewReleases _releases = new(trends, regimes.NewnessYears);

    /// <summary>The item-to-item weights.</summary>
    public NeighbourWeights Neighbours => neighbours;

    /// <summary>The factor model.</summary>
    public ItemFactors Factors => factors;

    /// <summary>When the items were rated.</summary>
    public ItemTrends Trends => trends;

    /// <summary>How the two are mixed.</summary>
    public RegimeOptions Regimes => regimes;

    /// <summary>Number of items.</summary>
    public int ItemCount => factors.ItemCount;

    /// <inheritdoc/>
    /// <remarks>A stranger gets 0 for every movie: without ratings there is nothing to go by.</remarks>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent(ItemCount + history.Count + factors.Dimension);
        Mix(history, scores, rented.AsSpan(0, ItemCount), rented.AsSpan(ItemCount, history.Count),
            rented.AsSpan(ItemCount + history.Count, factors.Dimension));
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public float Explain(in RatingHistory history, int item, Span<float> contributions)
    {
        var rented = ArrayPool<float>.Shared.Rent((2 * ItemCount) + (2 * history.Count) + factors.Dimension);
        var weights = rented.AsSpan(2 * ItemCount, history.Count);
        var factorTerms = rented.AsSpan((2 * ItemCount) + history.Count, history.Count);
        var (neighbourScale, factorScale) = Mix(history, rented.AsSpan(0, ItemCount), rented.AsSpan(ItemCount, ItemCount),
            weights, rented.AsSpan((2 * ItemCount) + (2 * history.Count), factors.Dimension));
        var regime = regimes.At(history.SecondsSinceLastRating);

        neighbours.Weigh(history, regime.NeighbourDecay, weights);
        neighbours.Explain(history.Items, weights, item, contributions);
        TensorPrimitives.Multiply(contributions, neighbourScale, contributions);

        factors.Weigh(history, regime.FactorDecay, weights);
        factors.Explain(history.Items, weights, item, factorTerms);
        TensorPrimitives.MultiplyAdd(factorTerms, factorScale, contributions, contributions);
        ArrayPool<float>.Shared.Return(rented);
        return Unrated(history, regime, item);
    }

    /// <summary>The same models, mixed otherwise.</summary>
    /// <param name="other">How.</param>
    internal CollaborativeModel With(RegimeOptions other) => new(neighbours, factors, trends, other);

    /// <summary>Scores every movie by how much one like a given movie it is for those who rate movies.</summary>
    /// <param name="item">The item index.</param>
    /// <param name="scores">Receives one score an item, higher for closer; the item itself is scored too.</param>
    public void ScoreSimilar(int item, Span<float> scores)
    {
        ReadOnlySpan<int> items = [item];
        ReadOnlySpan<float> ratings = [PreferenceWeights.LikedFrom];
        Score(new RatingHistory(items, ratings, default, 0), scores);
    }

    private (float NeighbourScale, float FactorScale) Mix(
        in RatingHistory history, Span<float> scores, Span<float> other, Span<float> weights, Span<float> user)
    {
        var regime = regimes.At(history.SecondsSinceLastRating);
        neighbours.Weigh(history, regime.NeighbourDecay, weights);
        neighbours.Score(history.Items, weights, scores);
        factors.Weigh(history, regime.FactorDecay, weights);
        factors.FoldIn(history.Items, weights, user);
        factors.Score(user, other);
        var scales = Mix(history, regime, scores, TensorPrimitives.StdDev(scores), other, factors.Moments(user).Spread);
        Rescore(history, user, other, scales.FactorScale, scores);
        return scales;
    }

    // All movies are scored by factors of eight bits. The best of those not yet rated get what the factors themselves say, so that
    // their order, and what is explained of it, is exact.
    private void Rescore(
        in RatingHistory history, ReadOnlySpan<float> user, ReadOnlySpan<float> rounded, float scale, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent(ItemCount);
        var unrated = rented.AsSpan(0, ItemCount);
        scores.CopyTo(unrated);
        foreach (var item in history.Items)
            unrated[item] = float.NegativeInfinity;
        Span<int> best = stackalloc int[ExactBest];
        foreach (var item in best[..TopK.SelectUnordered(unrated, best)])
            scores[item] += scale * (factors.ScoreOf(item, user) - rounded[item]);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Mixes what both models say, asked as the regime tells.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="regime">The mixture that holds for them.</param>
    /// <param name="scores">The item-to-item weights' scores; becomes the mixture.</param>
    /// <param name="spread">Their standard deviation.</param>
    /// <param name="other">The factor model's scores.</param>
    /// <param name="otherSpread">Their standard deviation.</param>
    /// <returns>What each was multiplied by.</returns>
    internal (float NeighbourScale, float FactorScale) Mix(
        in RatingHistory history, in Regime regime, Span<float> scores, float spread, ReadOnlySpan<float> other, float otherSpread)
    {
        // Only ratios matter to an order, so each side is brought to the same spread and none is centred: a score stays
        // a plain sum over the ratings.
        var neighbourScale = (1 - regime.FactorShare) / (spread > 0 ? spread : 1);
        var factorScale = regime.FactorShare / (otherSpread > 0 ? otherSpread : 1);
        TensorPrimitives.Multiply(scores, neighbourScale, scores);
        TensorPrimitives.MultiplyAdd(other, factorScale, scores, scores);
        if (!HasTrend(history))
            return (neighbourScale, factorScale);
        if (regime.TrendWeight > 0)
            TensorPrimitives.MultiplyAdd(_prior.At(history.RequestTime), regime.TrendWeight, scores, scores);
        if (regime.NewnessWeight > 0)
            _releases.Add(history, regime.NewnessWeight, scores);
        return (neighbourScale, factorScale);
    }

    // What no rating carries of one movie's score.
    private float Unrated(in RatingHistory history, in Regime regime, int item)
    {
        if (!HasTrend(history))
            return 0;
        var trend = regime.TrendWeight > 0 ? regime.TrendWeight * _prior.At(history.RequestTime)[item] : 0;
        return regime.NewnessWeight > 0 ? trend + (regime.NewnessWeight * _releases.At(history, item)) : trend;
    }

    // Without times nobody knows whether the user comes back, nor what was watched at the time or had come out.
    private bool HasTrend(in RatingHistory history) => history.HasTimestamps && trends.End is not null;
}
