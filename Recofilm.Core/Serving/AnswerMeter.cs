namespace Recofilm.Core.Serving;

/// <summary>Measures one answer; does nothing where nobody counts.</summary>
internal readonly struct AnswerMeter(RecommendationMetrics? metrics, TimeProvider time, string requested)
{
    private readonly long _begun = metrics is null ? 0 : time.GetTimestamp();

    /// <summary>The moment from which a step is timed.</summary>
    public long Now() => metrics is null ? 0 : time.GetTimestamp();

    /// <summary>The best movies are found.</summary>
    public void Scored() => metrics?.Scored(time.GetElapsedTime(_begun));

    /// <summary>The user's factors are solved for.</summary>
    /// <param name="begun">When that began.</param>
    public void FoldedIn(long begun) => metrics?.FoldedIn(time.GetElapsedTime(begun));

    /// <summary>The list is made.</summary>
    /// <param name="strategy">How it was made in the end.</param>
    /// <param name="length">How many movies it has.</param>
    public void Listed(string strategy, int length) => metrics?.Listed(requested, strategy, length);
}
