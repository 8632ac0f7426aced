using System.Buffers;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>The scores of all movies that the members give in one request, in one pooled array.</summary>
internal readonly ref struct MemberScores : IDisposable
{
    /// <summary>The recency windows of the item-to-item weights, from "the last one" to "all".</summary>
    private static readonly RecencyDecay[] NeighbourWindows =
        [new(0.7f, 0.15f), new(2f, 0.15f), new(6f, 0.15f), new(20f, 0.15f), new(1e6f, 0.15f)];

    /// <summary>The recency windows of the factor model.</summary>
    private static readonly RecencyDecay[] FactorWindows = [new(6f, 0.05f), new(60f, 0.05f)];

    /// <summary>The place of the window of the last rating among those of <see cref="Neighbours"/>.</summary>
    public const int Last = 0;

    /// <summary>The place of the window of the last few ratings.</summary>
    public const int LastFew = 1;

    /// <summary>The place of the window of recent ratings.</summary>
    public const int Recent = 3;

    /// <summary>The place of the window of all ratings.</summary>
    public const int All = 4;

    private const int Visit = 2;
    private const int RowCount = 3;

    private readonly float[] _rented;
    private readonly int _itemCount;

    public MemberScores(HybridMembers members, in RatingHistory history)
    {
        _itemCount = members.ItemCount;

        // The session blend has its own window for each model by the time since the last rating; it is added unless it is listed.
        var blend = members.Collaborative.Blend.At(history.SecondsSinceLastRating);
        var neighbourWindows = With(
            blend.NeighbourDecay, NeighbourWindows, stackalloc RecencyDecay[NeighbourWindows.Length + 1], out var neighbours);
        var factorWindows = With(
            blend.FactorDecay, FactorWindows, stackalloc RecencyDecay[FactorWindows.Length + 1], out var factors);
        var ofNeighbours = ItemItemScores.ScratchLength(_itemCount, history.Count);
        var ofFactors = FactorScores.ScratchLength(members.Collaborative.Factors.Dimension, factorWindows.Length, history.Count);
        var ofContent = members.Content.Terms.Length;
        _rented = ArrayPool<float>.Shared.Rent((RowCount * _itemCount) + ofNeighbours + ofFactors + ofContent);
        Neighbours = new ItemItemScores(
            members.Collaborative.Neighbours, history, neighbourWindows, _rented.AsSpan(RowCount * _itemCount, ofNeighbours),
            neighbours, Collaborative, Visit, NeighboursOfVisit);
        Factors = new FactorScores(
            members.Collaborative.Factors, history, factorWindows,
            _rented.AsSpan((RowCount * _itemCount) + ofNeighbours, ofFactors));

        Factors.CopyTo(factors, FactorsOfBlend);
        members.Collaborative.Mix(
            history, blend, Collaborative, Neighbours.Spread(neighbours), FactorsOfBlend, Factors.Spread(factors));
        ContentProfile = _rented.AsSpan((RowCount * _itemCount) + ofNeighbours + ofFactors, ofContent);
        members.Content.Describe(history, ContentProfile);
    }

    /// <summary>Item-to-item scores by window: the last, the last few, the visit, recent ones, all.</summary>
    public ItemItemScores Neighbours { get; }

    /// <summary>Factor scores by window: the visit, recent ones.</summary>
    public FactorScores Factors { get; }

    public Span<float> Collaborative => Row(0);

    public Span<float> NeighboursOfVisit => Row(1);

    /// <summary>The factor scores under the session blend's window.</summary>
    public Span<float> FactorsOfBlend => Row(2);

    /// <summary>
    /// The content model's profile of the user, from which it scores movies: the candidates, and those that nobody rated.
    /// </summary>
    public Span<float> ContentProfile { get; }

    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);

    // Adds one window unless it is among the others, and returns its place.
    private static ReadOnlySpan<RecencyDecay> With(
        RecencyDecay window, RecencyDecay[] windows, Span<RecencyDecay> scratch, out int place)
    {
        place = Array.IndexOf(windows, window);
        if (place >= 0)
            return windows;
        place = windows.Length;
        windows.CopyTo(scratch);
        scratch[place] = window;
        return scratch;
    }

    private Span<float> Row(int row) => _rented.AsSpan(row * _itemCount, _itemCount);
}
