using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>All members' scores of all movies for one request, in one pooled array.</summary>
internal readonly ref struct MemberScores : IDisposable
{
    /// <summary>How many ratings back the item-to-item weights look, from "the last one" to "all".</summary>
    private static readonly RecencyDecay[] NeighbourMemories =
        [new(0.7f, 0.15f), new(2f, 0.15f), new(6f, 0.15f), new(20f, 0.15f), new(1e6f, 0.15f)];

    /// <summary>How many ratings back the factor model looks.</summary>
    private static readonly RecencyDecay[] FactorMemories = [new(6f, 0.05f), new(30f, 0.05f), new(1e6f, 0.05f)];

    private const int LastFew = 5;
    private const int RowCount = 12;

    private readonly float[] _rented;
    private readonly int _itemCount;

    public MemberScores(HybridMembers members, in RatingHistory history)
    {
        _itemCount = members.ItemCount;
        var dimension = members.Collaborative.Factors.Dimension;
        _rented = ArrayPool<float>.Shared.Rent((RowCount * _itemCount) + history.Count + dimension);
        var weights = _rented.AsSpan(RowCount * _itemCount, history.Count);
        var user = _rented.AsSpan((RowCount * _itemCount) + history.Count, dimension);
        for (var memory = 0; memory < NeighbourMemories.Length; memory++)
        {
            members.Collaborative.Neighbours.Weigh(history, NeighbourMemories[memory], weights);
            members.Collaborative.Neighbours.Score(history.Items, weights, Neighbours(memory));
            Standardise(Neighbours(memory));
        }

        for (var memory = 0; memory < FactorMemories.Length; memory++)
        {
            members.Collaborative.Factors.Weigh(history, FactorMemories[memory], weights);
            members.Collaborative.Factors.FoldIn(history.Items, weights, user);
            members.Collaborative.Factors.Score(user, Factors(memory));
            Standardise(Factors(memory));
        }

        members.Collaborative.Score(history, Collaborative);
        members.Content.Score(history, Content);
        members.Content.Score(Last(history, LastFew), ContentOfLastFew);
        members.Svd.Score(members.Svd.FoldIn(history), PredictedRatings);
    }

    public Span<float> Collaborative => Row(8);

    public Span<float> Content => Row(9);

    public Span<float> ContentOfLastFew => Row(10);

    public Span<float> PredictedRatings => Row(11);

    /// <summary>By memory: the last, the last few, the visit, recent ones, all.</summary>
    public Span<float> Neighbours(int memory) => Row(memory);

    /// <summary>By memory: the visit, recent ones, all.</summary>
    public Span<float> Factors(int memory) => Row(5 + memory);

    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);

    private Span<float> Row(int row) => _rented.AsSpan(row * _itemCount, _itemCount);

    // Ratings of the same second belong together: the cut moves back to the next change of time.
    private static RatingHistory Last(in RatingHistory history, int count)
    {
        var start = Math.Max(0, history.Count - count);
        if (!history.HasTimestamps)
            return history;
        while (start > 0 && history.Timestamps[start] == history.Timestamps[start - 1])
            start--;
        return new RatingHistory(
            history.Items[start..], history.Ratings[start..], history.Timestamps[start..], history.RequestTime);
    }

    private static void Standardise(Span<float> scores)
    {
        var spread = TensorPrimitives.StdDev<float>(scores);
        TensorPrimitives.Subtract(scores, TensorPrimitives.Average<float>(scores), scores);
        TensorPrimitives.Multiply(scores, spread > 0 ? 1 / spread : 1, scores);
    }
}
