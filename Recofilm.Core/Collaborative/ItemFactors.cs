using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// The movie side of an implicit-feedback factorisation (Hu, Koren &amp; Volinsky 2008). A user's vector is the solution
/// of <c>(a₀ YᵀY + Σ w_i y_i y_iᵀ + λ) x = Σ w_i y_i</c> over the movies they rated, and a movie's score is y·x: linear
/// in the right-hand side, so that each rating's share of a score is exact.
/// </summary>
public sealed class ItemFactors
{
    private readonly ReadOnlyMemory<float> _factors;
    private readonly FactorTiles _tiles;
    private readonly float[] _gram;
    private readonly float[] _mean;
    private readonly FactorOptions _options;

    /// <summary>Wraps trained factors.</summary>
    /// <param name="factors">Y, row-major, items × <see cref="FactorOptions.Dimension"/>.</param>
    /// <param name="options">The options that trained them.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension.</exception>
    public ItemFactors(ReadOnlyMemory<float> factors, FactorOptions options)
    {
        options.Validate();
        if (factors.Length % options.Dimension != 0)
            throw new ArgumentException("Factors must hold Dimension values an item.", nameof(factors));
        _factors = factors;
        _tiles = new FactorTiles(factors.Span, options.Dimension);
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
    public FactorOptions Options => _options;

    /// <summary>Y, row-major, items × <see cref="Dimension"/>; a row of zeros for an item without ratings.</summary>
    public ReadOnlySpan<float> Factors => _factors.Span;

    /// <summary>The factors of one item.</summary>
    public ReadOnlySpan<float> this[int item] => Factors.Slice(item * Dimension, Dimension);

    /// <summary>The confidence of each rating in a fold-in.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="decay">How recency counts.</param>
    /// <param name="weights">Receives one weight a rating.</param>
    public void Weigh(in RatingHistory history, RecencyDecay decay, Span<float> weights) =>
        RatingWeights.Of(history, _options.Confidence, _options.FoldInWeight, decay, weights);

    /// <summary>The same with several memories, one after the other.</summary>
    internal void WeighAll(in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> memories, Span<float> weights) =>
        RatingWeights.Of(history, _options.Confidence, _options.FoldInWeight, memories, weights);

    /// <summary>Folds a user in: the user's vector from their ratings now.</summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="user">Receives the user's vector; length <see cref="Dimension"/>.</param>
    public void FoldIn(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> user)
    {
        FactorKernels.SumMultiples(Factors, items, weights, user);
        SolveInPlace(items, weights, user);
    }

    /// <summary>Scores every item for a folded-in user, by factors of eight bits (<see cref="FactorTiles"/>).</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    /// <param name="scores">Receives one score an item.</param>
    public void Score(ReadOnlySpan<float> user, Span<float> scores) => _tiles.Multiply(user, scores);

    /// <summary>One item's score for a folded-in user, by the factors as they are.</summary>
    /// <param name="item">The item index.</param>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    internal float ScoreOf(int item, ReadOnlySpan<float> user) => TensorPrimitives.Dot(this[item], user);

    /// <summary>Scores some items under two folded-in users, reading each item once.</summary>
    /// <param name="users">Two vectors, one after the other.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="first">Receives one score an item under the first.</param>
    /// <param name="second">The same under the second.</param>
    internal void Score(ReadOnlySpan<float> users, ReadOnlySpan<int> items, Span<float> first, Span<float> second)
    {
        for (var place = 0; place < items.Length; place++)
            (first[place], second[place]) = FactorKernels.MultiplyTwo(users, this[items[place]]);
    }

    /// <summary>The mean and the standard deviation of all items' scores, from the moments of the items alone.</summary>
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

    /// <summary>Splits an item's score into one term a rating; the terms sum to the score.</summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="item">The item explained.</param>
    /// <param name="contributions">Receives <c>w_i y_iᵀ A⁻¹ y_item</c>.</param>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        var solved = this[item].ToArray();
        SolveInPlace(items, weights, solved);
        for (var place = 0; place < items.Length; place++)
            contributions[place] = weights[place] * TensorPrimitives.Dot(this[items[place]], solved);
    }

    private void SolveInPlace(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> vector)
    {
        var size = Dimension;
        var rented = ArrayPool<float>.Shared.Rent(size * size);
        var system = rented.AsSpan(0, size * size);
        _gram.CopyTo(system);
        FactorKernels.AddOuterProducts(Factors, items, weights, system, size);
        var ridge = _options.Regularization
            * (TensorPrimitives.Sum(weights) + (_options.UnobservedWeight * ItemCount));
        for (var row = 0; row < size; row++)
            system[(row * size) + row] += ridge;
        PositiveDefiniteSystem.Factor(system, size);
        PositiveDefiniteSystem.Solve(system, size, vector);
        ArrayPool<float>.Shared.Return(rented);
    }
}
