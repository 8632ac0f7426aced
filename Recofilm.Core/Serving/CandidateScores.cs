using System.Buffers;
using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;

namespace Recofilm.Core.Serving;

/// <summary>One score a movie of the catalogue, in a pooled array, from which a list is picked.</summary>
internal readonly ref struct CandidateScores : IDisposable
{
    private readonly float[] _rented;

    public CandidateScores(int itemCount)
    {
        _rented = ArrayPool<float>.Shared.Rent(itemCount);
        Values = _rented.AsSpan(0, itemCount);
    }

    /// <summary>Scores by item index; <see cref="float.NegativeInfinity"/> for a movie that must not appear.</summary>
    public Span<float> Values { get; }

    /// <summary>Takes what the user rated or dismissed out of the running.</summary>
    /// <param name="rated">Item indices.</param>
    /// <param name="dismissed">Movie identifiers.</param>
    /// <param name="catalog">The model's movies.</param>
    public void Remove(ReadOnlySpan<int> rated, int[] dismissed, MovieCatalog catalog)
    {
        foreach (var item in rated)
            Values[item] = float.NegativeInfinity;
        foreach (var movieId in dismissed)
        {
            if (catalog.TryGetIndex(movieId, out var item))
                Values[item] = float.NegativeInfinity;
        }
    }

    /// <summary>A part of the best movies that are left, best first.</summary>
    /// <param name="offset">How many of the best to pass over.</param>
    /// <param name="limit">How many to return at most.</param>
    public int[] Page(int offset, int limit)
    {
        var rented = ArrayPool<int>.Shared.Rent(offset + limit);
        var found = TopK.Select(Values, rented.AsSpan(0, offset + limit));
        int[] page = found <= offset ? [] : [.. rented.AsSpan(offset..found)];
        ArrayPool<int>.Shared.Return(rented);
        return page;
    }

    /// <summary>Returns the array to the pool.</summary>
    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);
}
