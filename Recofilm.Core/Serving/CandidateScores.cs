using System.Buffers;
using Recofilm.Core.Catalog;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking;

namespace Recofilm.Core.Serving;

/// <summary>The score of each movie of the catalogue, in a pooled array, from which a list is picked.</summary>
internal readonly ref struct CandidateScores : IDisposable
{
    private const int RowsWithSides = 3;

    // Rounded scores may order movies differently from exact ones, but a movie moves by fewer places than this.
    private const int Margin = 32;

    private readonly float[] _rented;

    /// <param name="itemCount">Number of movies.</param>
    /// <param name="withSides">Whether to keep a hybrid's two sides beside its scores.</param>
    public CandidateScores(int itemCount, bool withSides)
    {
        _rented = ArrayPool<float>.Shared.Rent((withSides ? RowsWithSides : 1) * itemCount);
        Values = _rented.AsSpan(0, itemCount);
        if (withSides)
            Sides = new HybridScores(Values, _rented.AsSpan(itemCount, itemCount), _rented.AsSpan(2 * itemCount, itemCount));
    }

    /// <summary>Scores by item index; <see cref="float.NegativeInfinity"/> for a movie that must not appear.</summary>
    public Span<float> Values { get; }

    /// <summary>The same scores together with the two sides that a hybrid combines; empty for other lists.</summary>
    public HybridScores Sides { get; }

    /// <summary>Excludes movies from the list.</summary>
    /// <param name="items">Item indices.</param>
    public void Mask(ReadOnlySpan<int> items)
    {
        foreach (var item in items)
            Values[item] = float.NegativeInfinity;
    }

    /// <summary>Excludes the movies that the catalogue has; ignores the others.</summary>
    /// <param name="movieIds">Movie identifiers.</param>
    /// <param name="catalog">The model's movies.</param>
    public void Mask(int[] movieIds, MovieCatalog catalog)
    {
        foreach (var movieId in movieIds)
        {
            if (catalog.TryGetIndex(movieId, out var item))
                Values[item] = float.NegativeInfinity;
        }
    }

    /// <summary>Picks a page of the remaining movies, best first.</summary>
    /// <param name="offset">The number of best movies to skip.</param>
    /// <param name="limit">The largest number of movies to return.</param>
    /// <param name="rounded">The source of the scores, if they are rounded: the movies of the page get their exact ones.</param>
    public int[] Page(int offset, int limit, scoped in CollaborativeScores rounded)
    {
        var wanted = offset + limit + (rounded.IsEmpty ? 0 : Margin);
        var rented = ArrayPool<int>.Shared.Rent(wanted);
        var best = rented.AsSpan(0, wanted);
        best = best[..TopK.Select(Values, best)];
        if (!rounded.IsEmpty)
        {
            rounded.Refine(best, Values);
            Order(best);
        }

        int[] page = best.Length <= offset ? [] : [.. best[offset..Math.Min(offset + limit, best.Length)]];
        ArrayPool<int>.Shared.Return(rented);
        return page;
    }

    // Uses insertion sort, because rounding has moved few movies, and none of them far.
    private void Order(Span<int> items)
    {
        for (var next = 1; next < items.Length; next++)
        {
            var (item, place) = (items[next], next);
            for (; place > 0 && IsBetter(item, items[place - 1]); place--)
                items[place] = items[place - 1];
            items[place] = item;
        }
    }

    private bool IsBetter(int item, int other) =>
        Values[item] > Values[other] || (Values[item] == Values[other] && item < other);

    /// <summary>Returns the array to the pool.</summary>
    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);
}
