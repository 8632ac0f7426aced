using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking;

/// <summary>
/// Learns from held-back ratings whether the order of ratings within a visit predicts what comes next. Where users rate movies
/// as pages show them, a visit looks back a few ratings; where they rate in any order, every rating says as much as the last.
/// <see cref="LearnedSessionBlend.Visit"/> stays unless the lists of another blend are significantly better for the same users
/// (Student's paired t test).
/// </summary>
internal static class SessionBlendLearner
{
    private const double Significance = 0.01;

    /// <summary>Finds the blend that serves during a visit.</summary>
    /// <param name="model">A model of the split's train part.</param>
    /// <param name="split">A split that holds back the last ratings of users.</param>
    /// <param name="threads">The number of threads; 0 takes one per processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="OperationCanceledException">The evaluation was stopped.</exception>
    public static SessionBlend Learn(
        CollaborativeModel model, RankingSplit split, int threads, CancellationToken cancellationToken)
    {
        var evaluator = new RankingEvaluator(split, threads);
        var stays = NdcgOf(model.Blend.Visit);
        var (best, mean) = (model.Blend.Visit, MeanEstimate.Of(stays).Mean);
        foreach (var other in Alternatives(model.Blend))
        {
            var ndcg = NdcgOf(other);
            if (MeanEstimate.Of(ndcg).Mean <= mean || PairedComparison.Of(ndcg, stays).PValue >= Significance)
                continue;
            (best, mean) = (other, MeanEstimate.Of(ndcg).Mean);
        }

        return best;

        double[] NdcgOf(in SessionBlend visit) => evaluator.Evaluate(
            model.With(model.Blend with { Visit = visit }), cancellationToken: cancellationToken).Ndcg;
    }

    // Uses the return-visit windows, then unlimited ones, without the trend and recency terms: no user returns within a visit.
    private static SessionBlend[] Alternatives(LearnedSessionBlend blend) =>
    [
        blend.Visit with
        {
            NeighbourDecay = blend.Return.NeighbourDecay,
            FactorDecay = blend.Return.FactorDecay,
            FactorShare = blend.Return.FactorShare,
        },
        blend.Visit with
        {
            NeighbourDecay = RecencyDecay.None,
            FactorDecay = RecencyDecay.None,
            FactorShare = blend.Return.FactorShare,
        },
    ];
}
