using Recofilm.Core.Catalog;

namespace Recofilm.Core.Ratings;

/// <summary>Collects ratings one by one, in any order, and builds a <see cref="RatingMatrix"/>.</summary>
/// <param name="catalog">The movies that may be rated; their positions become the columns.</param>
/// <param name="hasTimestamps">Whether ratings carry times.</param>
/// <param name="capacity">An estimate of the number of ratings, which saves copying.</param>
public sealed class RatingMatrixBuilder(MovieCatalog catalog, bool hasTimestamps, int capacity = 0)
{
    private readonly List<int> _users = new(capacity);
    private readonly List<int> _items = new(capacity);
    private readonly List<float> _ratings = new(capacity);
    private readonly List<long> _timestamps = new(hasTimestamps ? capacity : 0);

    /// <summary>Adds a rating. The latest rating of a movie by a user counts; among equal times, the one added last.</summary>
    /// <param name="userId">The user's identifier.</param>
    /// <param name="movieId">The movie's identifier.</param>
    /// <param name="rating">The rating, finite.</param>
    /// <param name="timestamp">Unix seconds; ignored when the matrix has no times.</param>
    /// <exception cref="ArgumentException">The movie is not in the catalogue.</exception>
    public void Add(int userId, int movieId, float rating, long timestamp = 0)
    {
        if (!catalog.TryGetIndex(movieId, out var item))
            throw new ArgumentException($"Movie {movieId} is not in the catalogue.", nameof(movieId));
        _users.Add(userId);
        _items.Add(item);
        _ratings.Add(rating);
        if (hasTimestamps)
            _timestamps.Add(timestamp);
    }

    /// <summary>Builds the matrix from the ratings added so far.</summary>
    public RatingMatrix Build()
    {
        int[] userIds = [.. _users.Distinct().Order()];
        var userIndex = userIds.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var rowStarts = new int[userIds.Length + 1];
        foreach (var user in _users)
            rowStarts[userIndex[user] + 1]++;
        for (var user = 0; user < userIds.Length; user++)
            rowStarts[user + 1] += rowStarts[user];

        var next = rowStarts.AsSpan(0, userIds.Length).ToArray();
        var order = new int[_users.Count];
        for (var added = 0; added < _users.Count; added++)
            order[next[userIndex[_users[added]]]++] = added;

        for (var user = 0; user < userIds.Length; user++)
            order.AsSpan(rowStarts[user], rowStarts[user + 1] - rowStarts[user]).Sort(CompareByItemThenTime);
        return Compact(userIds, rowStarts, order);
    }

    private RatingMatrix Compact(int[] userIds, int[] rowStarts, int[] order)
    {
        var starts = new int[rowStarts.Length];
        var kept = 0;
        for (var user = 0; user < userIds.Length; user++)
        {
            starts[user] = kept;
            for (var place = rowStarts[user]; place < rowStarts[user + 1]; place++)
            {
                var superseded = place + 1 < rowStarts[user + 1] && _items[order[place]] == _items[order[place + 1]];
                if (!superseded)
                    order[kept++] = order[place];
            }

            order.AsSpan(starts[user], kept - starts[user]).Sort(CompareByTimeThenItem);
        }

        starts[^1] = kept;
        var items = new int[kept];
        var ratings = new float[kept];
        var timestamps = hasTimestamps ? new long[kept] : null;
        for (var position = 0; position < kept; position++)
        {
            items[position] = _items[order[position]];
            ratings[position] = _ratings[order[position]];
            if (timestamps is not null)
                timestamps[position] = _timestamps[order[position]];
        }

        return new RatingMatrix(userIds, starts, items, ratings, timestamps, catalog.Count);
    }

    private long TimeOf(int added) => hasTimestamps ? _timestamps[added] : 0;

    private int CompareByItemThenTime(int left, int right)
    {
        var byItem = _items[left].CompareTo(_items[right]);
        if (byItem != 0)
            return byItem;
        var byTime = TimeOf(left).CompareTo(TimeOf(right));
        return byTime != 0 ? byTime : left.CompareTo(right);
    }

    private int CompareByTimeThenItem(int left, int right)
    {
        var byTime = TimeOf(left).CompareTo(TimeOf(right));
        return byTime != 0 ? byTime : _items[left].CompareTo(_items[right]);
    }
}
