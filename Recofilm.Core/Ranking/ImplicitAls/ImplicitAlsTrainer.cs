using System.Numerics.Tensors;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.ImplicitAls;

/// <summary>
/// Trains <see cref="ImplicitAlsModel"/> by alternating least squares: with Y fixed, every user's row is the minimum of
/// <c>Σ_rated s(r)(x·y − 1)² + a₀ Σ_all (x·y)² + λ|x|²</c>, and the other way round; λ grows with a row's weight as in
/// Rendle et al. 2021. Rows are found by a few steps of conjugate gradients (Takács, Pilászy &amp; Tikk 2011). A row
/// depends on the other side alone, so the result is the same for any number of threads.
/// </summary>
internal sealed class ImplicitAlsTrainer(ImplicitAlsOptions options, ulong seed, ParallelOptions parallel)
{
    /// <summary>
    /// Receives <c>factor_change</c> after every sweep: the distance by which the items' factors moved, relative to their length.
    /// </summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>Trains on a matrix.</summary>
    public ImplicitAlsModel Train(RatingMatrix matrix)
    {
        options.Validate();
        var dimension = options.Dimension;
        var users = new float[matrix.UserCount * dimension];
        var items = Start(matrix.ItemCount);
        var columns = matrix.Columns;
        var byUser = new Side(matrix.RowStarts.ToArray(), matrix.Items.ToArray(), Confidences(matrix.Ratings));
        var byItem = new Side(columns.ColumnStarts.ToArray(), columns.Users.ToArray(), Confidences(columns.Ratings));
        for (var sweep = 0; sweep < options.Sweeps; sweep++)
        {
            Solve(users, items, byUser);
            var before = Observer is null ? [] : items.ToArray();
            Solve(items, users, byItem);
            Observer?.Invoke(
                "factor_change", sweep, TensorPrimitives.Distance<float>(before, items) / TensorPrimitives.Norm<float>(items));
        }

        return new ImplicitAlsModel(items, options);
    }

    private float[] Confidences(ReadOnlySpan<float> ratings)
    {
        var confidences = new float[ratings.Length];
        options.Confidence.Of(ratings, confidences);
        return confidences;
    }

    private float[] Start(int itemCount)
    {
        var factors = new float[itemCount * options.Dimension];
        var scale = 0.4f / MathF.Sqrt(options.Dimension);
        for (var place = 0; place < factors.Length; place++)
        {
            // Hashes the place by SplitMix64 (Steele, Lea & Flood 2014), so a value depends on no other value's state.
            var bits = seed + ((ulong)(place + 1) * 0x9E3779B97F4A7C15UL);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            bits ^= bits >> 31;
            factors[place] = scale * (((bits >> 40) * (1f / (1 << 23))) - 1f);
        }

        return factors;
    }

    private void Solve(float[] rows, float[] other, Side side)
    {
        var dimension = options.Dimension;
        var gram = FactorKernels.Gram(other, dimension);
        TensorPrimitives.Multiply(gram, options.UnobservedWeight, gram);
        var unobserved = options.UnobservedWeight * (other.Length / dimension);
        Parallel.For(0, rows.Length / dimension, parallel, () => new ConjugateGradient(dimension), (row, _, solver) =>
        {
            var (start, end) = (side.Starts[row], side.Starts[row + 1]);
            var solution = rows.AsSpan(row * dimension, dimension);
            if (start == end)
            {
                solution.Clear();
                return solver;
            }

            var confidences = side.Confidences.AsSpan(start, end - start);
            var ridge = options.Regularization * (TensorPrimitives.Sum<float>(confidences) + unobserved);
            solver.Solve(
                gram, ridge, other, side.Others.AsSpan(start, end - start), confidences, solution,
                options.ConjugateGradientSteps);
            return solver;
        }, _ => { });
    }

    private sealed record Side(int[] Starts, int[] Others, float[] Confidences);
}
