using Recofilm.Core.Catalog;

namespace Recofilm.Core.Ratings;

/// <summary>
/// All ratings as a sparse users × items matrix in compressed rows, one row a user, columns the item indices of a
/// <see cref="MovieCatalog"/>. Rows are ordered by time, then item. Flat arrays, 16 bytes a rating with times.
/// </summary>
public sealed class RatingMatrix
{
    private readonly int[] _userIds;
    private readonly int[] _rowStarts;
    private readonly int[] _items;
    private readonly float[] _ratings;
    private readonly long[]? _timestamps;
    private ItemColumns? _columns;

    internal RatingMatrix(int[] userIds, int[] rowStarts, int[] items, float[] ratings, long[]? timestamps, int itemCount)
    {
        _userIds = userIds;
        _rowStarts = rowStarts;
        _items = items;
        _ratings = ratings;
        _timestamps = timestamps;
        ItemCount = itemCount;
    }

    /// <summary>The number of users (rows), including those without ratings.</summary>
    public int UserCount => _userIds.Length;

    /// <summary>The number of items (columns), including those without ratings.</summary>
    public int ItemCount { get; }

    /// <summary>The number of ratings.</summary>
    public int Count => _items.Length;

    /// <summary>Whether ratings carry times.</summary>
    public bool HasTimestamps => _timestamps is not null;

    /// <summary>User identifiers by user index, ascending.</summary>
    public ReadOnlySpan<int> UserIds => _userIds;

    /// <summary>Row <c>u</c> occupies positions <c>RowStarts[u]</c> up to <c>RowStarts[u + 1]</c>; length users + 1.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>The item index at each position.</summary>
    public ReadOnlySpan<int> Items => _items;

    /// <summary>The rating at each position.</summary>
    public ReadOnlySpan<float> Ratings => _ratings;

    /// <summary>The Unix seconds at each position; empty when times are unknown.</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps;

    /// <summary>The same ratings by item, built on first use.</summary>
    public ItemColumns Columns => _columns ??= ItemColumns.Transpose(this);

    /// <summary>The rows as arrays, for code that processes them on several threads.</summary>
    internal RatingLists Lists => new(_rowStarts, _items, _ratings);

    /// <summary>Returns one user's ratings as a fold-in at <paramref name="requestTime"/> sees them.</summary>
    /// <param name="userIndex">0 to <see cref="UserCount"/> − 1.</param>
    /// <param name="requestTime">Unix seconds; by default the time of the user's last rating.</param>
    public RatingHistory History(int userIndex, long? requestTime = null)
    {
        var start = _rowStarts[userIndex];
        var length = _rowStarts[userIndex + 1] - start;
        var timestamps = _timestamps is null ? default : _timestamps.AsSpan(start, length);
        return new RatingHistory(
            _items.AsSpan(start, length), _ratings.AsSpan(start, length), timestamps,
            requestTime ?? (timestamps.IsEmpty ? 0 : timestamps[^1]));
    }

    /// <summary>Finds the position of a rating; −1 when the user has not rated the item.</summary>
    public int PositionOf(int userIndex, int item)
    {
        var start = _rowStarts[userIndex];
        var offset = _items.AsSpan(start, _rowStarts[userIndex + 1] - start).IndexOf(item);
        return offset < 0 ? -1 : start + offset;
    }

    /// <summary>
    /// Keeps the ratings at the positions marked in <paramref name="keep"/>, and all users and items, so that indices agree.
    /// </summary>
    /// <param name="keep">One flag a position; length <see cref="Count"/>.</param>
    public RatingMatrix Where(ReadOnlySpan<bool> keep)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(keep.Length, Count);
        var kept = keep.Count(true);
        var rowStarts = new int[_rowStarts.Length];
        var items = new int[kept];
        var ratings = new float[kept];
        var timestamps = _timestamps is null ? null : new long[kept];
        var next = 0;
        for (var user = 0; user < UserCount; user++)
        {
            rowStarts[user] = next;
            for (var position = _rowStarts[user]; position < _rowStarts[user + 1]; position++)
            {
                if (!keep[position])
                    continue;
                items[next] = _items[position];
                ratings[next] = _ratings[position];
                if (timestamps is not null)
                    timestamps[next] = _timestamps![position];
                next++;
            }
        }

        rowStarts[^1] = next;
        return new RatingMatrix(_userIds, rowStarts, items, ratings, timestamps, ItemCount);
    }
}
