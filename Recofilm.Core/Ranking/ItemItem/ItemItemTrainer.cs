using System.Numerics.Tensors;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.ItemItem;

/// <summary>
/// Trains <see cref="ItemItemWeights"/>: for each target movie j a ridge regression on its nearest source movies, a
/// local and time-aware form of SLIM (Ning &amp; Karypis 2011; Steck 2019 for the closed form). With s and t the weights
/// of ratings as source and target, δ the number of ratings between two ratings of a user, k(δ) a decay, and d = 2 when i
/// was rated before j, 0 after, 1 in the same second:
/// <code>
/// G_ij = Σ_u s_ui s_uj k_G(δ)
/// C_ij = Σ_u s_ui t_uj (η k_U(δ) + (1 − η) d k_D(δ))
/// N(j) = the movies with the largest |C_ij| / √(G_ii G_jj)
/// B_Nj = (G_NN + diag λ_i)⁻¹ C_Nj,   λ_i = λ (max(G_ii, ½) / mean G_ii)^p
/// </code>
/// A target depends only on sums in the users' order, so the result is the same for any number of threads.
/// </summary>
internal sealed class ItemItemTrainer(ItemItemOptions options, ParallelOptions parallel)
{
    // Decays of either sign leave G only nearly positive definite; one such movie must not end a training.
    private const float SmallestPivot = 1e-12f;

    /// <summary>Trains on a matrix.</summary>
    public ItemItemWeights Train(RatingMatrix matrix)
    {
        options.Validate();
        var ratings = ItemItemRatings.Of(matrix, options);
        var products = new ItemItemProducts(ratings, options);
        var diagonal = products.Diagonal();
        var lowerGram = new float[ratings.ItemCount][];
        var neighbours = new int[ratings.ItemCount][];
        var weights = new float[ratings.ItemCount][];
        Parallel.For(0, ratings.ItemCount, parallel, products.CreateScratch, (target, _, scratch) =>
        {
            products.Accumulate(target, scratch);
            lowerGram[target] = scratch.GramRow(target);
            (neighbours[target], weights[target]) = Nearest(target, scratch, diagonal);
            return scratch;
        }, _ => { });

        var ridges = Ridges(diagonal);
        Parallel.For(0, ratings.ItemCount, parallel, () => new float[options.Neighbours * options.Neighbours],
            (target, _, system) =>
            {
                Solve(lowerGram, ridges, neighbours[target], weights[target], system);
                return system;
            }, _ => { });
        return ItemItemWeights.FromTargets(matrix, ratings.CatalogItems, neighbours, weights, options);
    }

    private (int[] Items, float[] Products) Nearest(int target, ItemItemProducts.Scratch scratch, float[] diagonal)
    {
        var closeness = new PriorityQueue<int, (float, int)>(options.Neighbours + 1);
        for (var item = 0; item < diagonal.Length; item++)
        {
            var product = scratch.Cross(item);
            if (item == target || product == 0 || diagonal[item] <= 0)
                continue;

            // When two movies are equally close, the more rated one, which has the lower number, stays.
            var key = (MathF.Abs(product) / MathF.Sqrt(diagonal[item]), -item);
            if (closeness.Count < options.Neighbours)
                closeness.Enqueue(item, key);
            else if (closeness.TryPeek(out _, out var least) && key.CompareTo(least) > 0)
                closeness.EnqueueDequeue(item, key);
        }

        int[] nearest = [.. closeness.UnorderedItems.Select(entry => entry.Element).Order()];
        return (nearest, [.. nearest.Select(scratch.Cross)]);
    }

    private float[] Ridges(float[] diagonal)
    {
        // When no movie has enough ratings, none takes part.
        if (diagonal.Length == 0)
            return [];
        var mean = Math.Max(TensorPrimitives.Average<float>(diagonal), 1e-6f);
        return [.. diagonal.Select(value =>
            options.Regularization * MathF.Pow(MathF.Max(value, 0.5f) / mean, options.RegularizationPower))];
    }

    private static void Solve(float[][] lowerGram, float[] ridges, int[] items, float[] products, float[] system)
    {
        var size = items.Length;
        for (var row = 0; row < size; row++)
        {
            var gramRow = lowerGram[items[row]];
            for (var column = 0; column <= row; column++)
                system[(column * size) + row] = gramRow[items[column]];
            system[(row * size) + row] += ridges[items[row]];
        }

        Cholesky.Factor<float>(system, size, SmallestPivot);
        Cholesky.Solve<float>(system, size, products);
    }
}
