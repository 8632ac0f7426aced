using System.Runtime.Intrinsics;
using Recofilm.Core.Metrics;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>
/// The gradients of LambdaRank (Burges 2010): each pair of a relevant and an irrelevant candidate contributes the gradient of the
/// logistic loss times the change of NDCG if the two were swapped. As in LightGBM, a pair's change is damped by the distance of
/// its scores and a list's gradients by their sum, so that no list dominates.
/// </summary>
internal sealed class LambdaGradient(RankingExamples examples, int truncation)
{
    private static readonly float[] Discounts = [.. Enumerable.Range(0, 2048).Select(rank => (float)(1 / Math.Log2(rank + 2)))];

    /// <summary>Computes the gradients of one list.</summary>
    /// <param name="list">The index of the list.</param>
    /// <param name="scores">The current scores of all candidates.</param>
    /// <param name="gradients">Receives the first derivatives of the list's candidates.</param>
    /// <param name="hessians">Receives the second derivatives.</param>
    /// <returns>NDCG@10 of the list in the order of the scores.</returns>
    public double Compute(int list, ReadOnlySpan<float> scores, Span<float> gradients, Span<float> hessians)
    {
        var (start, end) = (examples.Starts[list], examples.Starts[list + 1]);
        var lanes = Vector256<float>.Count;
        var padded = (end - start + lanes - 1) / lanes * lanes;
        var order = new int[end - start];
        Span<float> buffer = new float[4 * padded];
        var ranked = buffer[..padded];
        var irrelevant = buffer.Slice(padded, padded);
        var lambdas = buffer.Slice(2 * padded, padded);
        var curvatures = buffer.Slice(3 * padded, padded);
        Order(start, scores, order, ranked, irrelevant);

        var inverseIdeal = (float)(1 / examples.Ideals[list]);
        var total = 0f;
        var gain = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            if (!examples.Relevant[order[rank]])
                continue;
            if (rank < EvaluationProtocol.ListLength)
                gain += Discounts[rank];

            // A pair counts when one of its candidates is among the first ranks.
            var last = rank < truncation ? padded : Math.Min(padded, (truncation + lanes - 1) / lanes * lanes);
            var (lambda, curvature) = AddPairs(rank, ranked[rank], ranked[..last], irrelevant, inverseIdeal, lambdas, curvatures);
            lambdas[rank] -= lambda;
            curvatures[rank] += curvature;
            total += 2 * lambda;
        }

        var ndcg = gain * inverseIdeal;
        if (total <= 0)
            return ndcg;
        var damping = MathF.Log2(1 + total) / total;
        for (var rank = 0; rank < order.Length; rank++)
        {
            gradients[order[rank]] = lambdas[rank] * damping;
            hessians[order[rank]] = curvatures[rank] * damping;
        }

        return ndcg;
    }

    /// <summary>
    /// The plain reference of <see cref="Compute"/>: pair by pair, in double precision, undamped by the list's sum.
    /// </summary>
    internal double[] ComputeByPairs(int list, ReadOnlySpan<float> scores)
    {
        var (start, end) = (examples.Starts[list], examples.Starts[list + 1]);
        var values = scores.ToArray();
        int[] order = [.. Enumerable.Range(start, end - start).OrderByDescending(candidate => values[candidate])];
        var lambdas = new double[end - start];
        var whole = (truncation + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        for (var high = 0; high < order.Length; high++)
        {
            for (var low = 0; low < order.Length; low++)
            {
                var counts = examples.Relevant[order[high]] && !examples.Relevant[order[low]]
                    && (high < truncation || low < whole);
                if (!counts)
                    continue;
                var distance = (double)values[order[high]] - values[order[low]];
                var change = Math.Abs((1 / Math.Log2(high + 2)) - (1 / Math.Log2(low + 2))) / examples.Ideals[list]
                    / (0.01 + Math.Abs(distance));
                var lambda = change / (1 + Math.Exp(distance));
                lambdas[order[high] - start] -= lambda;
                lambdas[order[low] - start] += lambda;
            }
        }

        return lambdas;
    }

    // Computes the pairwise gradients of one relevant candidate against every irrelevant one.
    private static (float Lambda, float Curvature) AddPairs(
        int rank, float own, ReadOnlySpan<float> ranked, ReadOnlySpan<float> irrelevant, float inverseIdeal,
        Span<float> lambdas, Span<float> curvatures)
    {
        var lanes = Vector256<float>.Count;
        var score = Vector256.Create(own);
        var discount = Vector256.Create(Discounts[rank]);
        var (sumOfLambdas, sumOfCurvatures) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var start = 0; start < ranked.Length; start += lanes)
        {
            var distance = score - Vector256.Create(ranked.Slice(start, lanes));
            var change = Vector256.Abs(discount - Vector256.Create(Discounts.AsSpan(start, lanes)))
                * Vector256.Create(irrelevant.Slice(start, lanes)) * inverseIdeal
                / (Vector256.Abs(distance) + Vector256.Create(0.01f));
            var rho = Vector256<float>.One / (Vector256<float>.One + Vector256.Exp(distance));
            var lambda = rho * change;
            var curvature = lambda * (Vector256<float>.One - rho);
            (Vector256.Create(lambdas.Slice(start, lanes)) + lambda).CopyTo(lambdas[start..]);
            (Vector256.Create(curvatures.Slice(start, lanes)) + curvature).CopyTo(curvatures[start..]);
            sumOfLambdas += lambda;
            sumOfCurvatures += curvature;
        }

        return (Vector256.Sum(sumOfLambdas), Vector256.Sum(sumOfCurvatures));
    }

    private void Order(int start, ReadOnlySpan<float> scores, int[] order, Span<float> ranked, Span<float> irrelevant)
    {
        var keys = new float[order.Length];
        for (var place = 0; place < order.Length; place++)
            (order[place], keys[place]) = (start + place, -scores[start + place]);
        Array.Sort(keys, order);
        for (var rank = 0; rank < order.Length; rank++)
            (ranked[rank], irrelevant[rank]) = (-keys[rank], examples.Relevant[order[rank]] ? 0 : 1);
    }
}
