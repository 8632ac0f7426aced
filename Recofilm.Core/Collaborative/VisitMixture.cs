using Recofilm.Core.Evaluation;
using Recofilm.Core.Evaluation.Splits;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Whether the order in which movies are rated within a visit tells what comes next, learned from ratings held back: where
/// movies are rated as pages show them, a visit looks back a few ratings; where they come in any order, every rating says
/// as much as the last. The mixture of <see cref="RegimeOptions.Visit"/> stays unless lists of another are significantly
/// better by the same users (Student's paired t test).
/// </summary>
internal static class VisitMixture
{
    private const double Significance = 0.01;

    /// <summary>Finds the mixture that serves while a visit goes on.</summary>
    /// <param name="model">A model of the split's train part.</param>
    /// <param name="split">The last of users' ratings held back.</param>
    /// <param name="threads">How many threads; 0 takes one a processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Regime Learn(CollaborativeModel model, RankingSplit split, int threads, CancellationToken cancellationToken)
    {
        var evaluator = new RankingEvaluator(split, threads);
        var stays = NdcgOf(model.Regimes.Visit);
        var (best, mean) = (model.Regimes.Visit, Estimate.Of(stays).Mean);
        foreach (var other in Alternatives(model.Regimes))
        {
            var ndcg = NdcgOf(other);
            if (Estimate.Of(ndcg).Mean <= mean || PairedComparison.Of(ndcg, stays).PValue >= Significance)
                continue;
            (best, mean) = (other, Estimate.Of(ndcg).Mean);
        }

        return best;

        double[] NdcgOf(in Regime visit) => evaluator.Evaluate(
            model.With(model.Regimes with { Visit = visit }), cancellationToken: cancellationToken).Ndcg;
    }

    // As those are asked who come back, looking as far back and all the way; without trend and newness, for nobody comes back.
    private static Regime[] Alternatives(RegimeOptions regimes) =>
    [
        regimes.Visit with
        {
            NeighbourDecay = regimes.Return.NeighbourDecay,
            FactorDecay = regimes.Return.FactorDecay,
            FactorShare = regimes.Return.FactorShare,
        },
        regimes.Visit with
        {
            NeighbourDecay = RecencyDecay.None,
            FactorDecay = RecencyDecay.None,
            FactorShare = regimes.Return.FactorShare,
        },
    ];
}
