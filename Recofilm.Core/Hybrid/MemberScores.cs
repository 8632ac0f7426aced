using System.Buffers;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>What the members say of all movies for one request, in one pooled array.</summary>
internal readonly ref struct MemberScores : IDisposable
{
    /// <summary>How many ratings back the item-to-item weights look, from "the last one" to "all".</summary>
    private static readonly RecencyDecay[] NeighbourMemories =
        [new(0.7f, 0.15f), new(2f, 0.15f), new(6f, 0.15f), new(20f, 0.15f), new(1e6f, 0.15f)];

    /// <summary>How many ratings back the factor model looks.</summary>
    private static readonly RecencyDecay[] FactorMemories = [new(6f, 0.05f), new(30f, 0.05f), new(1e6f, 0.05f)];

    private const int Visit = 2;
    private const int RowCount = 4;

    private readonly float[] _rented;
    private readonly int _itemCount;

    public MemberScores(HybridMembers members, in RatingHistory history)
    {
        _itemCount = members.ItemCount;
        var factors = members.Collaborative.Factors;
        var ofNeighbours = NeighbourScores.RoomFor(_itemCount, history.Count);
        var ofFactors = FactorScores.RoomFor(factors.Dimension, FactorMemories.Length + 1, history.Count);
        _rented = ArrayPool<float>.Shared.Rent((RowCount * _itemCount) + ofNeighbours + ofFactors);

        // The mixture looks back as far as the time since the last rating tells: one more memory of each.
        var regime = members.Collaborative.Regimes.At(history.SecondsSinceLastRating);
        Span<RecencyDecay> memories = stackalloc RecencyDecay[NeighbourScores.MostMemories];
        Neighbours = new NeighbourScores(
            members.Collaborative.Neighbours, history, Join(NeighbourMemories, regime.NeighbourDecay, memories),
            _rented.AsSpan(RowCount * _itemCount, ofNeighbours),
            NeighbourMemories.Length, Collaborative, Visit, NeighboursOfVisit);
        Factors = new FactorScores(
            factors, history, Join(FactorMemories, regime.FactorDecay, memories),
            _rented.AsSpan((RowCount * _itemCount) + ofNeighbours, ofFactors));

        Factors.CopyTo(FactorMemories.Length, FactorsOfRegime);
        members.Collaborative.Mix(
            history, regime, Collaborative, Neighbours.Spread(NeighbourMemories.Length), FactorsOfRegime, Factors.Spread(FactorMemories.Length));
        members.Content.Score(history, Content);
    }

    /// <summary>By memory: the last, the last few, the visit, recent ones, all.</summary>
    public NeighbourScores Neighbours { get; }

    /// <summary>By memory: the visit, recent ones, all.</summary>
    public FactorScores Factors { get; }

    public Span<float> Collaborative => Row(0);

    public Span<float> NeighboursOfVisit => Row(1);

    /// <summary>With the memory that the time since the last rating calls for: the factors' part of the mixture.</summary>
    public Span<float> FactorsOfRegime => Row(2);

    public Span<float> Content => Row(3);

    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);

    private static ReadOnlySpan<RecencyDecay> Join(RecencyDecay[] memories, RecencyDecay last, Span<RecencyDecay> room)
    {
        memories.CopyTo(room);
        room[memories.Length] = last;
        return room[..(memories.Length + 1)];
    }

    private Span<float> Row(int row) => _rented.AsSpan(row * _itemCount, _itemCount);
}
