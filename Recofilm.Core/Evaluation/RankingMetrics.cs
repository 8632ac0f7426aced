namespace Recofilm.Core.Evaluation;

/// <summary>
/// What one list is worth to one user, who wanted certain movies. <c>hits</c> says by rank whether a listed movie was
/// wanted; all values are 0 to 1, and 0 for a user who wanted nothing.
/// </summary>
public static class RankingMetrics
{
    /// <summary>
    /// Normalised discounted cumulative gain (Järvelin &amp; Kekäläinen 2002): binary gain, discount log₂(rank + 1), ideal
    /// over <c>min(length, relevant)</c> hits.
    /// </summary>
    /// <param name="hits">By rank, whether the movie was wanted.</param>
    /// <param name="relevant">How many movies the user wanted.</param>
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

    /// <summary>The share of the wanted movies that the list holds.</summary>
    /// <param name="hits">By rank, whether the movie was wanted.</param>
    /// <param name="relevant">How many movies the user wanted.</param>
    public static double Recall(ReadOnlySpan<bool> hits, int relevant) =>
        relevant == 0 ? 0 : (double)hits.Count(true) / relevant;

    /// <summary>Average precision: Σ precision@k over the ranks k of hits, over <c>min(length, relevant)</c>.</summary>
    /// <param name="hits">By rank, whether the movie was wanted.</param>
    /// <param name="relevant">How many movies the user wanted.</param>
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

    /// <summary>1 when the list holds any wanted movie.</summary>
    /// <param name="hits">By rank, whether the movie was wanted.</param>
    public static double HitRate(ReadOnlySpan<bool> hits) => hits.Contains(true) ? 1 : 0;
}
