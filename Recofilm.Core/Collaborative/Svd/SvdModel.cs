using System.Numerics.Tensors;
using Recofilm.Core.Collaborative.Svd.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative.Svd;

/// <summary>
/// The rating head: predicts the stars a user would give as μ + w_0 + v̄_i0 + Σ w_d v̄_id, the user's w being solved for from
/// the ratings they have now ("fold-in"). Holds parameters of movies only. Immutable; any number of threads may ask it.
/// </summary>
public sealed class SvdModel : IRatingModel, IExplainableModel
{
    private const int Rank = FactorLayout.Rank;
    private const int Packed = FactorLayout.Packed;

    private readonly ItemTable _items;
    private readonly double[] _userPrecision;
    private readonly double[] _userPrecisionFactor;

    /// <param name="parameters">What training or an artifact gives.</param>
    /// <exception cref="ArgumentException">The parameters do not fit together.</exception>
    /// <exception cref="ArithmeticException">The users' precision is not positive definite.</exception>
    public SvdModel(SvdParameters parameters)
    {
        parameters.Validate();
        Parameters = parameters;
        _items = new ItemTable(parameters);
        _userPrecision = [.. parameters.UserPrecision.Select(entry => (double)entry)];
        _userPrecisionFactor = [.. _userPrecision];
        DenseCholesky.Factor(_userPrecisionFactor, Rank);
        for (var row = 0; row < Rank; row++)
            _userPrecisionFactor.AsSpan(((row * Rank) + row + 1)..((row + 1) * Rank)).Clear();
    }

    /// <summary>The published parameters.</summary>
    public SvdParameters Parameters { get; }

    /// <summary>How many movies the model knows.</summary>
    public int ItemCount => Parameters.ItemCount;

    /// <summary>Solves for a user's factors; nothing is allocated.</summary>
    /// <param name="history">The user's ratings; empty gives the factors of a stranger.</param>
    public UserFactors FoldIn(in RatingHistory history)
    {
        Span<double> factor = stackalloc double[Rank * Rank];
        Span<double> w = stackalloc double[Rank];
        Solve(history, new FoldInSolver(_userPrecision, _userPrecisionFactor, factor), w);
        var user = default(UserFactors);
        TensorPrimitives.ConvertTruncating<double, float>(w, user);
        return user;
    }

    /// <summary>Predicts one rating, clipped to the scale.</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    /// <param name="item">Item index.</param>
    public float Predict(in UserFactors user, int item)
    {
        var prediction = 0f;
        _items.Score(user, [item], new Span<float>(ref prediction));
        return Parameters.Scale.Clip(prediction);
    }

    /// <summary>Predicts all movies' ratings without clipping, for ordering them.</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    /// <param name="scores">Receives one score an item index; length <see cref="ItemCount"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> has another length.</exception>
    public void Score(in UserFactors user, Span<float> scores)
    {
        if (scores.Length != ItemCount)
            throw new ArgumentException($"There are {ItemCount} movies and room for {scores.Length} scores.", nameof(scores));
        _items.ScoreAll(user, scores);
    }

    /// <summary>Predicts some movies' ratings without clipping.</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="scores">Receives one score an item.</param>
    internal void Score(in UserFactors user, ReadOnlySpan<int> items, Span<float> scores) => _items.Score(user, items, scores);

    /// <inheritdoc/>
    public void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions)
    {
        _items.Score(FoldIn(history), items, predictions);
        for (var position = 0; position < items.Length; position++)
            predictions[position] = Parameters.Scale.Clip(predictions[position]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Once the user's noise level is fixed, w = P⁻¹(Λ m + ᾱ a Σ ā_j (x_j y_j − C_j[0, ·])) is linear in the ratings, so the
    /// term of rating j is xᵢᵀP⁻¹ ᾱ a ā_j (x_j y_j − C_j[0, ·]). Which movies were rated, whatever the stars, moves the prior
    /// mean m and stays in the returned term.
    /// </remarks>
    public float Explain(in RatingHistory history, int item, Span<float> contributions)
    {
        Span<double> factor = stackalloc double[Rank * Rank];
        Span<double> w = stackalloc double[Rank];
        Span<double> x = stackalloc double[Rank];
        var solver = Solve(history, new FoldInSolver(_userPrecision, _userPrecisionFactor, factor), w);
        _items.ReadRegressors(item, x);
        var ofRatings = 0.0;
        var score = _items.BaselineOf(item) + TensorPrimitives.Dot<double>(w, x);
        solver.ApplyCovariance(x);
        for (var position = 0; position < history.Count; position++)
        {
            var contribution = solver.Precision * _items.MomentAlong(history.Items[position], history.Ratings[position], x);
            contributions[position] = (float)contribution;
            ofRatings += contribution;
        }

        return (float)(score - ofRatings);
    }

    private FoldInSolver Solve(in RatingHistory history, FoldInSolver solver, Span<double> w)
    {
        Span<float> floats = stackalloc float[Packed + (2 * Rank)];
        var sums = new FoldInSums(floats[..Packed], floats.Slice(Packed, Rank), floats[(Packed + Rank)..]);
        _items.Sum(history.Items, history.Ratings, ref sums);

        Span<double> priorMean = stackalloc double[Rank];
        PriorMean(sums, priorMean);
        Span<double> priorTerm = stackalloc double[Rank];
        for (var d = 0; d < Rank; d++)
            priorTerm[d] = TensorPrimitives.Dot<double>(_userPrecision.AsSpan(d * Rank, Rank), priorMean);
        solver.Solve(sums, priorTerm, Parameters.NoisePrecision, Parameters.NoiseDegreesOfFreedom, w);
        return solver;
    }

    /// <summary>m = h̄ + B̄ᵀg.</summary>
    private void PriorMean(in FoldInSums sums, Span<double> mean)
    {
        if (sums.Count == 0)
        {
            TensorPrimitives.ConvertTruncating<float, double>(Parameters.StrangerMean, mean);
            return;
        }

        var count = Math.Log(1.0 + sums.Count) - Parameters.UserMeanLogCount;
        for (var d = 0; d < Rank; d++)
        {
            mean[d] = Parameters.UserPriorMean[d] + (sums.PriorShare[d] / sums.Count)
                + (count * Parameters.UserCountSlope[d]);
        }
    }
}
