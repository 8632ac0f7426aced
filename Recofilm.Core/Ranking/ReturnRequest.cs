using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Metrics;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>
/// A returning user's request with the parts of the score of every movie that could be among the best under some blend of a grid.
/// So a blend is judged in microseconds, without the models.
/// </summary>
internal sealed class ReturnRequest
{
    private const int PerBlend = 40;

    private readonly ReturnBlendGrid _grid;
    private readonly float[] _terms;
    private readonly bool[] _isRelevant;
    private readonly int _relevant;

    /// <summary>Computes the parts.</summary>
    /// <param name="grid">The blends that will be judged.</param>
    /// <param name="model">A model that did not learn from the user.</param>
    /// <param name="trends">The trend at the time of the request for each half-life of the grid.</param>
    /// <param name="releases">The newness of movies.</param>
    /// <param name="ratings">The ratings of the visit and before it.</param>
    /// <param name="visit">The visit.</param>
    public ReturnRequest(
        ReturnBlendGrid grid, CollaborativeModel model, float[][] trends, ReleaseRecency releases, RatingMatrix ratings,
        ReturnVisit visit)
    {
        _grid = grid;
        User = visit.User;
        var rented = ArrayPool<float>.Shared.Rent(RowCount * model.ItemCount);
        var rows = rented.AsSpan(0, RowCount * model.ItemCount);
        var history = visit.HistoryIn(ratings);
        Fill(rows, model, trends, releases, history);
        var candidates = Candidates(rows, model.ItemCount, history);
        _terms = new float[RowCount * candidates.Length];
        for (var row = 0; row < RowCount; row++)
        {
            for (var place = 0; place < candidates.Length; place++)
                _terms[(row * candidates.Length) + place] = rows[(row * model.ItemCount) + candidates[place]];
        }

        ArrayPool<float>.Shared.Return(rented);
        var liked = new HashSet<int>();
        for (var position = visit.Start; position < visit.End; position++)
        {
            if (ratings.Ratings[position] >= PreferenceWeights.LikedFrom)
                liked.Add(ratings.Items[position]);
        }

        _relevant = liked.Count;
        _isRelevant = Array.ConvertAll(candidates, liked.Contains);
    }

    /// <summary>The user index.</summary>
    public int User { get; }

    private int FirstFactors => _grid.NeighbourDecays.Length;

    private int FirstTrend => FirstFactors + _grid.FactorDecays.Length;

    private int Newness => FirstTrend + _grid.HalfLivesDays.Length;

    private int RowCount => Newness + 1;

    /// <summary>Returns the NDCG of the list under a blend.</summary>
    public double Ndcg(ReturnBlendGrid.Choice choice)
    {
        var rented = ArrayPool<float>.Shared.Rent(_isRelevant.Length);
        var scores = rented.AsSpan(0, _isRelevant.Length);
        Mix(_terms, choice, scores);
        Span<int> best = stackalloc int[EvaluationProtocol.ListLength];
        best = best[..TopK.Select(scores, best)];
        Span<bool> hits = stackalloc bool[best.Length];
        for (var rank = 0; rank < best.Length; rank++)
            hits[rank] = _isRelevant[best[rank]];
        ArrayPool<float>.Shared.Return(rented);
        return RankingMetrics.Ndcg(hits, _relevant);
    }

    private void Fill(
        Span<float> rows, CollaborativeModel model, float[][] trends, ReleaseRecency releases, in RatingHistory history)
    {
        var items = model.ItemCount;
        var weights = new float[history.Count];
        var user = new float[model.Factors.Dimension];
        for (var window = 0; window < _grid.NeighbourDecays.Length; window++)
        {
            var row = rows.Slice(window * items, items);
            model.Neighbours.Weigh(history, _grid.NeighbourDecays[window], weights);
            model.Neighbours.Score(history.Items, weights, row);
            Standardise(row, TensorPrimitives.StdDev<float>(row));
        }

        for (var window = 0; window < _grid.FactorDecays.Length; window++)
        {
            var row = rows.Slice((FirstFactors + window) * items, items);
            model.Factors.Weigh(history, _grid.FactorDecays[window], weights);
            model.Factors.FoldIn(history.Items, weights, user);
            model.Factors.Score(user, row);
            Standardise(row, model.Factors.Moments(user).Spread);
        }

        for (var halfLife = 0; halfLife < trends.Length; halfLife++)
            trends[halfLife].CopyTo(rows[((FirstTrend + halfLife) * items)..]);
        var newness = rows.Slice(Newness * items, items);
        newness.Clear();
        releases.Add(history, 1, newness);
    }

    // The best movies of each window by itself, and of the whole under trends of every half-life.
    private int[] Candidates(ReadOnlySpan<float> rows, int items, in RatingHistory history)
    {
        var candidates = new SortedSet<int>();
        var rented = ArrayPool<float>.Shared.Rent(items);
        var scores = rented.AsSpan(0, items);
        for (var row = 0; row < FirstTrend; row++)
        {
            rows.Slice(row * items, items).CopyTo(scores);
            AddBest(scores, history.Items, candidates);
        }

        foreach (var choice in _grid.Spread)
        {
            Mix(rows, choice, scores);
            AddBest(scores, history.Items, candidates);
        }

        ArrayPool<float>.Shared.Return(rented);
        return [.. candidates];
    }

    private static void AddBest(Span<float> scores, ReadOnlySpan<int> rated, SortedSet<int> candidates)
    {
        foreach (var item in rated)
            scores[item] = float.NegativeInfinity;
        Span<int> best = stackalloc int[PerBlend];
        foreach (var item in best[..TopK.Select(scores, best)])
            candidates.Add(item);
    }

    // As CollaborativeModel.Mix; the rows are standardised already.
    private void Mix(ReadOnlySpan<float> rows, ReturnBlendGrid.Choice choice, Span<float> scores)
    {
        var length = scores.Length;
        TensorPrimitives.Multiply(rows.Slice(choice.NeighbourDecay * length, length), 1 - choice.FactorShare, scores);
        Add(rows, FirstFactors + choice.FactorDecay, choice.FactorShare, scores);
        Add(rows, FirstTrend + choice.HalfLife, choice.TrendWeight, scores);
        Add(rows, Newness, choice.NewnessWeight, scores);
    }

    private static void Add(ReadOnlySpan<float> rows, int row, float weight, Span<float> scores) =>
        TensorPrimitives.MultiplyAdd(rows.Slice(row * scores.Length, scores.Length), weight, scores, scores);

    private static void Standardise(Span<float> scores, float spread)
    {
        if (spread > 0)
            TensorPrimitives.Divide(scores, spread, scores);
    }
}
