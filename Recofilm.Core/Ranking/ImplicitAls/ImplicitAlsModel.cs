using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.ImplicitAls;

/// <summary>
/// The movie side of an implicit-feedback factorisation (Hu, Koren &amp; Volinsky 2008). A user's vector is the solution
/// of <c>(a₀ YᵀY + Σ w_i y_i y_iᵀ + λ) x = Σ w_i y_i</c> over the movies they rated, and a movie's score is y·x: linear
/// in the right-hand side, so that each rating's share of a score is exact.
/// </summary>
public sealed class ImplicitAlsModel
{
    // The regularisation keeps every pivot far above this; a sum that lost it to rounding still has an answer.
    private const float SmallestPivot = 1e-12f;

    private readonly ReadOnlyMemory<float> _factors;
    private readonly ImplicitAlsTiles _tiles;
    private readonly float[] _gram;
    private readonly float[] _mean;
    private readonly ImplicitAlsOptions _options;

    /// <summary>Wraps trained factors.</summary>
    /// <param name="factors">Y, row-major, items × <see cref="ImplicitAlsOptions.Dimension"/>.</param>
    /// <param name="options">The options that trained them.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension.</exception>
    public ImplicitAlsModel(ReadOnlyMemory<float> factors, ImplicitAlsOptions options)
    {
        options.Validate();
        if (factors.Length % options.Dimension != 0)
            throw new ArgumentException("Factors must hold Dimension values an item.", nameof(factors));
        _factors = factors;
        _tiles = new ImplicitAlsTiles(factors.Span, options.Dimension);
        _options = options;
        _gram = FactorKernels.Gram(factors.Span, options.Dimension);
        TensorPrimitives.Multiply(_gram, options.UnobservedWeight, _gram);
        _mean = new float[options.Dimension];
        for (var item = 0; item < ItemCount; item++)
            TensorPrimitives.Add(_mean, this[item], _mean);
        TensorPrimitives.Divide(_mean, Math.Max(1, ItemCount), _mean);
    }

    /// <summary>Number of items.</summary>
    public int ItemCount => _factors.Length / Dimension;

    /// <summary>Number of factors.</summary>
    public int Dimension => _options.Dimension;

    /// <summary>The options that trained the factors.</summary>
    public ImplicitAlsOptions Options => _options;

    /// <summary>Y, row-major, items × <see cref="Dimension"/>; a row of zeros for an item without ratings.</summary>
    public ReadOnlySpan<float> Factors => _factors.Span;

    /// <summary>The factors of one item.</summary>
    public ReadOnlySpan<float> this[int item] => Factors.Slice(item * Dimension, Dimension);

    /// <summary>Computes the confidence of each rating in a fold-in.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="decay">The decay of older ratings.</param>
    /// <param name="weights">Receives one weight per rating.</param>
    public void Weigh(in RatingHistory history, RecencyDecay decay, Span<float> weights) =>
        RatingWeights.Of(history, _options.Confidence, _options.FoldInWeight, decay, weights);

    /// <summary>Computes the confidences for several recency windows, one window after the other.</summary>
    internal void WeighAll(in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> windows, Span<float> weights) =>
        RatingWeights.Of(history, _options.Confidence, _options.FoldInWeight, windows, weights);

    /// <summary>Folds a user in: computes the user's vector from their current ratings.</summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="user">Receives the user's vector; length <see cref="Dimension"/>.</param>
    public void FoldIn(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> user)
    {
        FactorKernels.SumMultiples(Factors, items, weights, user);
        SolveInPlace(items, weights, user);
    }

    /// <summary>Scores every item for a folded-in user.</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    /// <param name="scores">Receives one score per item.</param>
    public void Score(ReadOnlySpan<float> user, Span<float> scores) => _tiles.Multiply(user, scores);

    /// <summary>Computes one item's exact score for a folded-in user.</summary>
    /// <param name="item">The item index.</param>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    internal float ScoreOf(int item, ReadOnlySpan<float> user) => TensorPrimitives.Dot(this[item], user);

    /// <summary>Scores some items for two folded-in users, reading each item once.</summary>
    /// <param name="users">Two vectors, one after the other.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="first">Receives one score per item for the first vector.</param>
    /// <param name="second">Receives one score per item for the second vector.</param>
    internal void Score(ReadOnlySpan<float> users, ReadOnlySpan<int> items, Span<float> first, Span<float> second)
    {
        for (var place = 0; place < items.Length; place++)
            (first[place], second[place]) = FactorKernels.MultiplyTwo(users, this[items[place]]);
    }

    /// <summary>Computes the mean and the standard deviation of all items' scores from the moments of the items alone.</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    internal (float Mean, float Spread) Moments(ReadOnlySpan<float> user)
    {
        Span<float> products = stackalloc float[Dimension];
        FactorKernels.Multiply(_gram, user, products);
        var squares = 0.0;
        for (var row = 0; row < Dimension; row++)
            squares += (double)user[row] * products[row];
        double mean = TensorPrimitives.Dot<float>(_mean, user);
        var variance = (squares / _options.UnobservedWeight / Math.Max(1, ItemCount)) - (mean * mean);
        return ((float)mean, (float)Math.Sqrt(Math.Max(0, variance)));
    }

    /// <summary>
    /// Folds a user in and splits some items' scores into one term per rating. An item's terms sum to its score. One
    /// factorisation of the user's system solves for all items.
    /// </summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="explained">The items to explain.</param>
    /// <param name="contributions">Receives <c>w_i y_iᵀ A⁻¹ y_j</c>, explained items × ratings, row-major.</param>
    /// <param name="user">Receives the user's vector; length <see cref="Dimension"/>.</param>
    internal void Explain(
        ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> explained,
        Span<float> contributions, Span<float> user)
    {
        var size = Dimension;
        var rented = ArrayPool<float>.Shared.Rent((size * (size + explained.Length + items.Length)) + size);
        var system = rented.AsSpan(0, size * size);
        var columns = rented.AsSpan(system.Length, size * explained.Length);
        var rated = rented.AsSpan(system.Length + columns.Length, size * items.Length);
        var solved = rented.AsSpan(system.Length + columns.Length + rated.Length, size);
        Factor(items, weights, system);
        FactorKernels.SumMultiples(Factors, items, weights, user);
        Cholesky.Solve<float>(system, size, user);

        for (var place = 0; place < explained.Length; place++)
        {
            var row = this[explained[place]];
            for (var d = 0; d < size; d++)
                columns[(d * explained.Length) + place] = row[d];
        }

        Cholesky.Solve<float>(system, size, columns, explained.Length);
        for (var place = 0; place < items.Length; place++)
            this[items[place]].CopyTo(rated[(place * size)..]);
        for (var place = 0; place < explained.Length; place++)
        {
            for (var d = 0; d < size; d++)
                solved[d] = columns[(d * explained.Length) + place];
            var terms = contributions.Slice(place * items.Length, items.Length);
            FactorKernels.Multiply(rated, solved, terms);
            TensorPrimitives.Multiply(terms, weights, terms);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private void SolveInPlace(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector)
    {
        var size = Dimension;
        var rented = ArrayPool<float>.Shared.Rent(size * size);
        var system = rented.AsSpan(0, size * size);
        Factor(items, weights, system);
        Cholesky.Solve<float>(system, size, vector);
        ArrayPool<float>.Shared.Return(rented);
    }

    // Computes and factors A = a₀ YᵀY + Σ w_i y_i y_iᵀ + λ.
    private void Factor(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> system)
    {
        var size = Dimension;
        _gram.CopyTo(system);
        FactorKernels.AddOuterProducts(Factors, items, weights, system, size);
        var ridge = _options.Regularization
            * (TensorPrimitives.Sum(weights) + (_options.UnobservedWeight * ItemCount));
        for (var row = 0; row < size; row++)
            system[(row * size) + row] += ridge;
        Cholesky.Factor(system, size, SmallestPivot);
    }
}
