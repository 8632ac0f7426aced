namespace Recofilm.Core.Ratings;

/// <summary>
/// The ratings of one user as a model sees them, together with the time of the request: the whole input of a fold-in.
/// Ordered by time, oldest first, ties by item index; the order of ratings within the same second has no meaning.
/// </summary>
/// <param name="items">Item indices, each at most once.</param>
/// <param name="ratings">Ratings on the data set's scale, one an item.</param>
/// <param name="timestamps">Unix seconds, one an item, ascending; empty when times are unknown.</param>
/// <param name="requestTime">The time of the request in Unix seconds; ignored without timestamps.</param>
public readonly ref struct RatingHistory(
    ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, ReadOnlySpan<long> timestamps, long requestTime)
{
    /// <summary>Item indices, oldest rating first.</summary>
    public ReadOnlySpan<int> Items { get; } = items;

    /// <summary>Ratings, parallel to <see cref="Items"/>.</summary>
    public ReadOnlySpan<float> Ratings { get; } = ratings;

    /// <summary>Unix seconds, parallel to <see cref="Items"/>, or empty when times are unknown.</summary>
    public ReadOnlySpan<long> Timestamps { get; } = timestamps;

    /// <summary>The time of the request in Unix seconds.</summary>
    public long RequestTime { get; } = requestTime;

    /// <summary>The number of movies that the user rated.</summary>
    public int Count => Items.Length;

    /// <summary>Whether the ratings carry times.</summary>
    public bool HasTimestamps => !Timestamps.IsEmpty;

    /// <summary>
    /// The seconds between the last rating and the request, at least 0; <see langword="null"/> when times are unknown.
    /// </summary>
    public long? SecondsSinceLastRating => HasTimestamps ? Math.Max(0, RequestTime - Timestamps[^1]) : null;
}
