namespace Recofilm.Core.Metrics;

/// <summary>
/// The metrics of one list for one user. <c>hits</c> tells for each rank whether the listed movie is relevant. All values are
/// 0 to 1, and 0 for a user without relevant movies.
/// </summary>
public static class RankingMetrics
{
    /// <summary>
    /// Normalised discounted cumulative gain (Järvelin &amp; Kekäläinen 2002): binary gain, discount log₂(rank + 1), ideal
    /// over <c>min(length, relevant)</c> hits.
    /// </summary>
    /// <param name="hits">Whether the movie at each rank is relevant.</param>
    /// <param name="relevant">The number of the user's relevant movies.</param>
    /// <param name="length">The length a full list has; <paramref name="hits"/> may be shorter.</param>
    public static double Ndcg(ReadOnlySpan<bool> hits, int relevant, int length = EvaluationProtocol.ListLength)
    {
        double gain = 0, ideal = 0;
        for (var rank = 1; rank <= hits.Length; rank++)
        {
            if (hits[rank - 1])
                gain += 1 / Math.Log2(rank + 1);
        }

        for (var rank = 1; rank <= Math.Min(length, relevant); rank++)
            ideal += 1 / Math.Log2(rank + 1);
        return ideal == 0 ? 0 : gain / ideal;
    }

    /// <summary>The share of the relevant movies that the list holds.</summary>
    /// <param name="hits">Whether the movie at each rank is relevant.</param>
    /// <param name="relevant">The number of the user's relevant movies.</param>
    public static double Recall(ReadOnlySpan<bool> hits, int relevant) =>
        relevant == 0 ? 0 : (double)hits.Count(true) / relevant;

    /// <summary>Average precision: Σ precision@k over the ranks k of hits, over <c>min(length, relevant)</c>.</summary>
    /// <param name="hits">Whether the movie at each rank is relevant.</param>
    /// <param name="relevant">The number of the user's relevant movies.</param>
    /// <param name="length">The length a full list has; <paramref name="hits"/> may be shorter.</param>
    public static double AveragePrecision(
        ReadOnlySpan<bool> hits, int relevant, int length = EvaluationProtocol.ListLength)
    {
        if (relevant == 0)
            return 0;
        var found = 0;
        double sum = 0;
        for (var rank = 1; rank <= hits.Length; rank++)
        {
            if (hits[rank - 1])
                sum += (double)++found / rank;
        }

        return sum / Math.Min(length, relevant);
    }

    /// <summary>Returns 1 when the list holds any relevant movie, else 0.</summary>
    /// <param name="hits">Whether the movie at each rank is relevant.</param>
    public static double HitRate(ReadOnlySpan<bool> hits) => hits.Contains(true) ? 1 : 0;
}
