namespace Recofilm.Core.Evaluation;

/// <summary>How a model's lists did on a split: one value a judged user, in ascending order of user index, and overall.</summary>
/// <param name="Ndcg">NDCG@10 by user.</param>
/// <param name="Recall">Recall@10 by user.</param>
/// <param name="AveragePrecision">Average precision@10 by user.</param>
/// <param name="HitRate">1 for a user whose list holds a wanted movie, else 0.</param>
/// <param name="Coverage">Distinct movies in all lists over movies in the catalogue, 0 to 1.</param>
/// <param name="Novelty">Mean log₂(users / train ratings of the movie) over all places of all lists, in bits.</param>
/// <param name="IntraListSimilarity">
/// Mean similarity of the pairs in a list, averaged over users; <see langword="null"/> when no similarity was given.
/// </param>
/// <param name="ColdShare">The share of places that went to movies without a train rating, 0 to 1.</param>
/// <param name="ColdNdcg">
/// NDCG@10 by user among the movies without a train rating alone, for the users who wanted any of them.
/// </param>
public sealed record RankingResult(
    double[] Ndcg,
    double[] Recall,
    double[] AveragePrecision,
    double[] HitRate,
    double Coverage,
    double Novelty,
    double? IntraListSimilarity,
    double ColdShare,
    double[] ColdNdcg)
{
    /// <summary>Mean of <see cref="Ndcg"/> with its standard error over users.</summary>
    public Estimate MeanNdcg => Estimate.Of(Ndcg);

    /// <summary>Mean of <see cref="Recall"/>.</summary>
    public Estimate MeanRecall => Estimate.Of(Recall);

    /// <summary>MAP@10: mean of <see cref="AveragePrecision"/>.</summary>
    public Estimate MeanAveragePrecision => Estimate.Of(AveragePrecision);

    /// <summary>Mean of <see cref="HitRate"/>.</summary>
    public Estimate MeanHitRate => Estimate.Of(HitRate);

    /// <summary>Mean of <see cref="ColdNdcg"/>.</summary>
    public Estimate MeanColdNdcg => Estimate.Of(ColdNdcg);
}
