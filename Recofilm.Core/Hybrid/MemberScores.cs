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
    private static readonly RecencyDecay[] FactorMemories = [new(6f, 0.05f), new(60f, 0.05f)];

    private const int Visit = 2;
    private const int RowCount = 4;

    private readonly float[] _rented;
    private readonly int _itemCount;

    public MemberScores(HybridMembers members, in RatingHistory history)
    {
        _itemCount = members.ItemCount;

        // The mixture looks back as far as the time since the last rating tells: one more memory of each, unless it is one of these.
        var regime = members.Collaborative.Regimes.At(history.SecondsSinceLastRating);
        var neighbourMemories = With(
            regime.NeighbourDecay, NeighbourMemories, stackalloc RecencyDecay[NeighbourMemories.Length + 1], out var neighbours);
        var factorMemories = With(
            regime.FactorDecay, FactorMemories, stackalloc RecencyDecay[FactorMemories.Length + 1], out var factors);
        var ofNeighbours = NeighbourScores.RoomFor(_itemCount, history.Count);
        var ofFactors = FactorScores.RoomFor(members.Collaborative.Factors.Dimension, factorMemories.Length, history.Count);
        _rented = ArrayPool<float>.Shared.Rent((RowCount * _itemCount) + ofNeighbours + ofFactors);
        Neighbours = new NeighbourScores(
            members.Collaborative.Neighbours, history, neighbourMemories, _rented.AsSpan(RowCount * _itemCount, ofNeighbours),
            neighbours, Collaborative, Visit, NeighboursOfVisit);
        Factors = new FactorScores(
            members.Collaborative.Factors, history, factorMemories, _rented.AsSpan((RowCount * _itemCount) + ofNeighbours, ofFactors));

        Factors.CopyTo(factors, FactorsOfRegime);
        members.Collaborative.Mix(
            history, regime, Collaborative, Neighbours.Spread(neighbours), FactorsOfRegime, Factors.Spread(factors));
        members.Content.Score(history, Content);
    }

    /// <summary>By memory: the last, the last few, the visit, recent ones, all.</summary>
    public NeighbourScores Neighbours { get; }

    /// <summary>By memory: the visit, recent ones.</summary>
    public FactorScores Factors { get; }

    public Span<float> Collaborative => Row(0);

    public Span<float> NeighboursOfVisit => Row(1);

    /// <summary>With the memory that the time since the last rating calls for: the factors' part of the mixture.</summary>
    public Span<float> FactorsOfRegime => Row(2);

    public Span<float> Content => Row(3);

    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);

    // The memories and one more of which the place is told.
    private static ReadOnlySpan<RecencyDecay> With(
        RecencyDecay memory, RecencyDecay[] memories, Span<RecencyDecay> room, out int place)
    {
        place = Array.IndexOf(memories, memory);
        if (place >= 0)
            return memories;
        place = memories.Length;
        memories.CopyTo(room);
        room[place] = memory;
        return room;
    }

    private Span<float> Row(int row) => _rented.AsSpan(row * _itemCount, _itemCount);
}
