using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// Reads the movies' parameters for requests without copying them: from the arrays of a training, or from the columns of a
/// mapped file.
/// </summary>
internal sealed class ItemTable(BayesianMatrixFactorizationParameters parameters)
{
    private readonly int _rank = parameters.Rank;
    private readonly int _packed = FactorLayout.Packed(parameters.Rank);

    /// <summary>Computes μ + v̄_i0, the part of a movie's score that is the same for every user.</summary>
    public float BaselineOf(int item) => parameters.Mean + MeanOf(item)[0];

    /// <summary>Computes y = r − μ − v̄_i0.</summary>
    public float ResidualOf(int item, float rating) => rating - BaselineOf(item);

    /// <summary>Copies x_i = [1, v̄_i1 …].</summary>
    public void ReadRegressors(int item, Span<double> x)
    {
        TensorPrimitives.ConvertTruncating<float, double>(MeanOf(item), x);
        x[0] = 1;
    }

    /// <summary>
    /// Computes ā_j (x_j y_j − C_j[0, ·]), entry 0 of C_j's row zeroed, times a vector: the contribution of one rating to vᵀb₀.
    /// </summary>
    public double MomentAlong(int item, float rating, ReadOnlySpan<double> direction)
    {
        var x = MeanOf(item);
        var covariance = parameters.ItemCovariances.Span.Slice(item * _packed, _rank);
        var y = ResidualOf(item, rating);
        var sum = direction[0] * y;
        for (var d = 1; d < _rank; d++)
            sum += direction[d] * ((y * x[d]) - covariance[d]);
        return parameters.ItemWeights.Span[item] * sum;
    }

    /// <summary>Adds up the sums that a fold-in needs of a history.</summary>
    public void Sum(ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, ref FoldInSums sums)
    {
        var count = items.Length;
        var rented = ArrayPool<float>.Shared.Rent(2 * count);
        var weights = rented.AsSpan(0, count);
        var weightedResiduals = rented.AsSpan(count, count);
        var means = parameters.ItemMeans.Span;
        var itemWeights = parameters.ItemWeights.Span;
        var (total, moment, square) = (0f, 0f, 0.0);
        for (var place = 0; place < count; place++)
        {
            var y = ratings[place] - parameters.Mean - means[items[place] * _rank];
            weights[place] = itemWeights[items[place]];
            weightedResiduals[place] = weights[place] * y;
            total += weights[place];
            moment += weightedResiduals[place];
            square += (double)weightedResiduals[place] * y;
        }

        Span<float> x = stackalloc float[_rank];
        Span<float> outer = stackalloc float[_rank * _rank];
        outer.Clear();
        FactorKernels.SumMultiples(means, items, weights, x);
        FactorKernels.SumMultiples(means, items, weightedResiduals, sums.Moment);
        FactorKernels.SumMultiples(parameters.ItemCovariances.Span, items, weights, sums.Gram);
        FactorKernels.AddOuterProducts(means, items, weights, outer, _rank);

        // Row 0 of the covariances belongs to b₀. Row 0 of A₀ is that of x xᵀ, with entry 0 equal to 1 in place of the bias.
        TensorPrimitives.Subtract(sums.Moment, sums.Gram[.._rank], sums.Moment);
        sums.Moment[0] = moment;
        x.CopyTo(sums.Gram);
        sums.Gram[0] = total;
        for (var row = 1; row < _rank; row++)
        {
            var packed = sums.Gram.Slice(FactorLayout.PackedIndex(_rank, row, row), _rank - row);
            TensorPrimitives.Add(packed, outer.Slice((row * _rank) + row, _rank - row), packed);
        }

        weights.Fill(1);
        FactorKernels.SumMultiples(parameters.ItemPriorShares.Span, items, weights, sums.PriorShare);
        sums.Square = square;
        sums.Count = count;
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Computes μ + w_0 + v̄_i0 + Σ w_d v̄_id of some movies.</summary>
    public void Score(in UserFactors user, ReadOnlySpan<int> items, Span<float> scores)
    {
        Span<float> weights = stackalloc float[_rank];
        var start = Weigh(user, weights);
        var means = parameters.ItemMeans.Span;
        for (var place = 0; place < items.Length; place++)
            scores[place] = start + TensorPrimitives.Dot(means.Slice(items[place] * _rank, _rank), weights);
    }

    /// <summary>Scores every movie.</summary>
    public void ScoreAll(in UserFactors user, Span<float> scores)
    {
        Span<float> weights = stackalloc float[_rank];
        var start = Weigh(user, weights);
        FactorKernels.Multiply(parameters.ItemMeans.Span, weights, scores);
        TensorPrimitives.Add(scores, start, scores);
    }

    // A score is a part common to all movies plus the movie's means times the user's factors, with a factor of 1 for the bias.
    private float Weigh(in UserFactors user, Span<float> weights)
    {
        user[.._rank].CopyTo(weights);
        weights[0] = 1;
        return parameters.Mean + user[0];
    }

    private ReadOnlySpan<float> MeanOf(int item) => parameters.ItemMeans.Span.Slice(item * _rank, _rank);
}
