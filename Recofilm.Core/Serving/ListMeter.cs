namespace Recofilm.Core.Serving;

/// <summary>Measures one list; does nothing without metrics.</summary>
internal readonly struct ListMeter(RecommendationMetrics? metrics, TimeProvider time, string requested)
{
    private readonly long _begun = metrics is null ? 0 : time.GetTimestamp();

    /// <summary>Returns the start time of a step.</summary>
    public long Now() => metrics is null ? 0 : time.GetTimestamp();

    /// <summary>Records the time to find the best movies.</summary>
    public void Scored() => metrics?.Scored(time.GetElapsedTime(_begun));

    /// <summary>Records the time to solve for the user's factors.</summary>
    /// <param name="begun">The start time from <see cref="Now"/>.</param>
    public void FoldedIn(long begun) => metrics?.FoldedIn(time.GetElapsedTime(begun));

    /// <summary>Counts the finished list.</summary>
    /// <param name="strategy">The strategy used, which may be a fallback.</param>
    /// <param name="length">The number of movies in the list.</param>
    public void Listed(string strategy, int length) => metrics?.Listed(requested, strategy, length);
}
