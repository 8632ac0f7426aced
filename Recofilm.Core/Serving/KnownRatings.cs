using System.Buffers;
using Recofilm.Core.Catalog;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>
/// A user's ratings of the movies that a model knows, in pooled arrays. Ratings of movies that are newer than the model are
/// left out.
/// </summary>
internal readonly ref struct KnownRatings : IDisposable
{
    private readonly int[] _items;
    private readonly float[] _ratings;
    private readonly long[] _timestamps;

    /// <summary>Maps movie identifiers to item indices; keeps the order by time, then movie.</summary>
    public KnownRatings(MovieCatalog catalog, UserHistory user)
    {
        _items = ArrayPool<int>.Shared.Rent(user.MovieIds.Length);
        _ratings = ArrayPool<float>.Shared.Rent(user.MovieIds.Length);
        _timestamps = ArrayPool<long>.Shared.Rent(user.MovieIds.Length);
        for (var place = 0; place < user.MovieIds.Length; place++)
        {
            if (!catalog.TryGetIndex(user.MovieIds[place], out var item))
                continue;
            _items[Count] = item;
            _ratings[Count] = user.Ratings[place];
            _timestamps[Count] = user.Timestamps[place];
            Count++;
        }
    }

    /// <summary>The number of the user's ratings whose movies the model knows.</summary>
    public int Count { get; }

    /// <summary>Returns the ratings as a model folds them in; valid until this is disposed of.</summary>
    public RatingHistory At(DateTimeOffset requestTime) => new(
        _items.AsSpan(0, Count), _ratings.AsSpan(0, Count), _timestamps.AsSpan(0, Count), requestTime.ToUnixTimeSeconds());

    /// <summary>Returns the arrays to the pool.</summary>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_items);
        ArrayPool<float>.Shared.Return(_ratings);
        ArrayPool<long>.Shared.Return(_timestamps);
    }
}
