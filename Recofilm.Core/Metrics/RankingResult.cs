namespace Recofilm.Core.Metrics;

/// <summary>
/// The metrics of a model's lists on a split: one value per evaluated user, in ascending order of user index, and overall
/// values. A pooled result of several cuts has one value per list, cut by cut.
/// </summary>
/// <param name="Ndcg">NDCG@10 by user.</param>
/// <param name="Recall">Recall@10 by user.</param>
/// <param name="WideRecall">
/// Recall@100 by user: how much of what is relevant a longer list holds, from which another model could choose.
/// </param>
/// <param name="AveragePrecision">Average precision@10 by user.</param>
/// <param name="HitRate">1 for a user whose list holds a relevant movie, else 0.</param>
/// <param name="Coverage">Distinct movies in all lists over movies in the catalogue, 0 to 1.</param>
/// <param name="Novelty">Mean log₂(users / train ratings of the movie) over all places of all lists, in bits.</param>
/// <param name="IntraListSimilarity">
/// Mean similarity of the pairs in a list, averaged over users; <see langword="null"/> when no similarity was given.
/// </param>
/// <param name="ColdShare">The share of places that hold movies without a train rating, 0 to 1.</param>
/// <param name="ColdNdcg">
/// NDCG@10 by user among only the movies without a train rating, for the users with a relevant one among them.
/// </param>
public sealed record RankingResult(
    double[] Ndcg,
    double[] Recall,
    double[] WideRecall,
    double[] AveragePrecision,
    double[] HitRate,
    double Coverage,
    double Novelty,
    double? IntraListSimilarity,
    double ColdShare,
    double[] ColdNdcg)
{
    /// <summary>The user index of each list.</summary>
    public required int[] Users { get; init; }

    /// <summary>The user index of each value of <see cref="ColdNdcg"/>.</summary>
    public required int[] ColdUsers { get; init; }

    /// <summary>The movies of each list, best first.</summary>
    public required int[][] Lists { get; init; }

    /// <summary>Mean of <see cref="Ndcg"/> with its standard error over users.</summary>
    public MeanEstimate MeanNdcg => MeanEstimate.Of(Ndcg, Users);

    /// <summary>Compares the NDCG of two models on the same lists, by user.</summary>
    /// <param name="other">The other model's result.</param>
    public PairedComparison Compare(RankingResult other) => PairedComparison.Of(Ndcg, other.Ndcg, Users);

    /// <summary>Mean of <see cref="Recall"/>.</summary>
    public MeanEstimate MeanRecall => MeanEstimate.Of(Recall, Users);

    /// <summary>Mean of <see cref="WideRecall"/>.</summary>
    public MeanEstimate MeanWideRecall => MeanEstimate.Of(WideRecall, Users);

    /// <summary>MAP@10: mean of <see cref="AveragePrecision"/>.</summary>
    public MeanEstimate MeanAveragePrecision => MeanEstimate.Of(AveragePrecision, Users);

    /// <summary>Mean of <see cref="HitRate"/>.</summary>
    public MeanEstimate MeanHitRate => MeanEstimate.Of(HitRate, Users);

    /// <summary>Mean of <see cref="ColdNdcg"/>.</summary>
    public MeanEstimate MeanColdNdcg => MeanEstimate.Of(ColdNdcg, ColdUsers);

    /// <summary>Joins the results of several cuts of the same users and movies; every list counts once.</summary>
    /// <param name="parts">The results, at least one.</param>
    /// <param name="itemCount">The number of movies in the catalogue, for coverage.</param>
    public static RankingResult Pool(IReadOnlyList<RankingResult> parts, int itemCount)
    {
        if (parts.Count == 1)
            return parts[0];
        var places = parts.Sum(part => part.Places);
        var lists = Math.Max(1, parts.Sum(part => part.Lists.Length));
        return new RankingResult(
            [.. parts.SelectMany(part => part.Ndcg)],
            [.. parts.SelectMany(part => part.Recall)],
            [.. parts.SelectMany(part => part.WideRecall)],
            [.. parts.SelectMany(part => part.AveragePrecision)],
            [.. parts.SelectMany(part => part.HitRate)],
            (double)parts.SelectMany(part => part.Lists).SelectMany(list => list).Distinct().Count() / Math.Max(1, itemCount),
            places == 0 ? 0 : parts.Sum(part => part.Novelty * part.Places) / places,
            parts[0].IntraListSimilarity is null
                ? null
                : parts.Sum(part => part.IntraListSimilarity!.Value * part.Lists.Length) / lists,
            places == 0 ? 0 : parts.Sum(part => part.ColdShare * part.Places) / places,
            [.. parts.SelectMany(part => part.ColdNdcg)])
        {
            Users = [.. parts.SelectMany(part => part.Users)],
            ColdUsers = [.. parts.SelectMany(part => part.ColdUsers)],
            Lists = [.. parts.SelectMany(part => part.Lists)],
        };
    }

    private int Places => Lists.Sum(list => list.Length);
}
