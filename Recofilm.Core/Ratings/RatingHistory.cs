namespace Recofilm.Core.Ratings;

/// <summary>
/// The ratings of one user as a model sees them, together with the time at which it is asked: the whole input of a
/// fold-in. Ordered by time, oldest first, ties by item index; the order of ratings of the same second means nothing.
/// </summary>
/// <param name="items">Item indices, each at most once.</param>
/// <param name="ratings">Ratings on the data set's scale, one an item.</param>
/// <param name="timestamps">Unix seconds, one an item, ascending; empty when times are unknown.</param>
/// <param name="requestTime">When the recommendation is asked for, in Unix seconds; ignored without timestamps.</param>
public readonly ref struct RatingHistory(
    ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, ReadOnlySpan<long> timestamps, long requestTime)
{
    /// <summary>Item indices, oldest rating first.</summary>
    public ReadOnlySpan<int> Items { get; } = items;

    /// <summary>Ratings, parallel to <see cref="Items"/>.</summary>
    public ReadOnlySpan<float> Ratings { get; } = ratings;

    /// <summary>Unix seconds, parallel to <see cref="Items"/>, or empty when times are unknown.</summary>
    public ReadOnlySpan<long> Timestamps { get; } = timestamps;

    /// <summary>When the recommendation is asked for, in Unix seconds.</summary>
    public long RequestTime { get; } = requestTime;

    /// <summary>How many movies the user rated.</summary>
    public int Count => Items.Length;

    /// <summary>Whether the ratings carry times.</summary>
    public bool HasTimestamps => !Timestamps.IsEmpty;

    /// <summary>
    /// Seconds between the last rating and the request, at least 0; <see langword="null"/> when it cannot be known.
    /// </summary>
    public long? SecondsSinceLastRating => HasTimestamps ? Math.Max(0, RequestTime - Timestamps[^1]) : null;
}
