namespace Recofilm.Core.Hybrid;

/// <summary>
/// The gradients of LambdaRank (Burges 2010): each pair of a relevant and an irrelevant candidate pulls its members apart
/// with the force of the logistic loss times what swapping them would change of NDCG. As in LightGBM, a pair's change is
/// damped by the distance of its scores and a list's forces by their sum, so that no list dominates.
/// </summary>
internal sealed class LambdaGradient(RankingExamples examples, int truncation)
{
    /// <summary>Adds the forces of one list.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="scores">Scores of all candidates so far.</param>
    /// <param name="gradients">Receives the first derivatives of the list's candidates.</param>
    /// <param name="hessians">Receives the second derivatives.</param>
    public void Compute(int list, ReadOnlySpan<float> scores, Span<float> gradients, Span<float> hessians)
    {
        var (start, end) = (examples.Starts[list], examples.Starts[list + 1]);
        var order = new int[end - start];
        var keys = new float[end - start];
        for (var place = 0; place < order.Length; place++)
            (order[place], keys[place]) = (start + place, -scores[start + place]);
        Array.Sort(keys, order);

        var total = 0f;
        var inverseIdeal = 1 / examples.Ideals[list];
        for (var better = 0; better < order.Length; better++)
        {
            if (!examples.Relevant[order[better]])
                continue;

            // A pair counts when one of its members is among the first ranks.
            var last = better < truncation ? order.Length : Math.Min(order.Length, truncation);
            for (var worse = 0; worse < last; worse++)
            {
                if (examples.Relevant[order[worse]])
                    continue;
                var (high, low) = (order[better], order[worse]);
                var distance = scores[high] - scores[low];
                var change = (float)(Math.Abs(Discount(better) - Discount(worse)) * inverseIdeal)
                    / (0.01f + MathF.Abs(distance));
                var pull = 1 / (1 + MathF.Exp(distance));
                gradients[high] -= pull * change;
                gradients[low] += pull * change;
                var curvature = pull * (1 - pull) * change;
                hessians[high] += curvature;
                hessians[low] += curvature;
                total += 2 * pull * change;
            }
        }

        if (total <= 0)
            return;
        var damping = MathF.Log2(1 + total) / total;
        for (var candidate = start; candidate < end; candidate++)
        {
            gradients[candidate] *= damping;
            hessians[candidate] *= damping;
        }
    }

    private static readonly double[] Discounts = [.. Enumerable.Range(0, 4096).Select(rank => 1 / Math.Log2(rank + 2))];

    private static double Discount(int rank) => rank < Discounts.Length ? Discounts[rank] : 0;
}
