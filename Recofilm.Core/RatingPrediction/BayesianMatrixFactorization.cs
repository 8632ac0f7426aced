using System.Numerics.Tensors;
using Recofilm.Core.Models;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// The rating head: predicts the stars a user would give as μ + w_0 + v̄_i0 + Σ w_d v̄_id. A fold-in solves for the user's w
/// from the ratings they have now. Holds parameters of movies only. Immutable and thread-safe.
/// </summary>
public sealed class BayesianMatrixFactorization : IRatingModel
{
    private readonly int _rank;
    private readonly ItemTable _items;
    private readonly double[] _userPrecision;
    private readonly double[] _userPrecisionRoot;

    /// <param name="parameters">The parameters from a training or an artifact.</param>
    /// <exception cref="ArgumentException">The parameters do not fit together.</exception>
    /// <exception cref="ArithmeticException">The users' precision is not positive definite.</exception>
    public BayesianMatrixFactorization(BayesianMatrixFactorizationParameters parameters)
    {
        parameters.Validate();
        Parameters = parameters;
        _rank = parameters.Rank;
        _items = new ItemTable(parameters);
        _userPrecision = [.. parameters.UserPrecision.Select(entry => (double)entry)];
        _userPrecisionRoot = FoldInSolver.RootOf(_userPrecision, _rank);
    }

    /// <summary>The published parameters.</summary>
    public BayesianMatrixFactorizationParameters Parameters { get; }

    /// <summary>The number of movies that the model knows.</summary>
    public int ItemCount => Parameters.ItemCount;

    /// <summary>Solves for a user's factors without allocating.</summary>
    /// <param name="history">The user's ratings; an empty one gives the factors of a user without ratings.</param>
    public UserFactors FoldIn(in RatingHistory history)
    {
        Span<double> factor = stackalloc double[_rank * _rank];
        Span<double> w = stackalloc double[_rank];
        Solve(history, new FoldInSolver(_rank, _userPrecision, _userPrecisionRoot, factor), w);
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
    /// <param name="scores">Receives one score per item index; length <see cref="ItemCount"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> has another length.</exception>
    public void Score(in UserFactors user, Span<float> scores)
    {
        if (scores.Length != ItemCount)
            throw new ArgumentException($"There must be {ItemCount} scores, one per movie; got {scores.Length}.", nameof(scores));
        _items.ScoreAll(user, scores);
    }

    /// <summary>Predicts some movies' ratings without clipping.</summary>
    /// <param name="user">From <see cref="FoldIn"/>.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="scores">Receives one score per item.</param>
    internal void Score(in UserFactors user, ReadOnlySpan<int> items, Span<float> scores) => _items.Score(user, items, scores);

    /// <inheritdoc/>
    public void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions)
    {
        _items.Score(FoldIn(history), items, predictions);
        for (var position = 0; position < items.Length; position++)
            predictions[position] = Parameters.Scale.Clip(predictions[position]);
    }

    /// <summary>Splits a prediction before clipping into the contributions of the user's ratings.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="item">The item index whose prediction is explained.</param>
    /// <param name="contributions">Receives one signed term per rating of <paramref name="history"/>.</param>
    /// <returns>The term that no rating contributes; it and the contributions sum to the prediction.</returns>
    /// <remarks>
    /// Once the user's noise level is fixed, w = P⁻¹(Λ m + ᾱ a Σ ā_j (x_j y_j − C_j[0, ·])) is linear in the ratings, so the
    /// term of rating j is xᵢᵀP⁻¹ ᾱ a ā_j (x_j y_j − C_j[0, ·]). The choice of movies to rate moves the prior mean m
    /// regardless of the stars; its effect stays in the returned term.
    /// </remarks>
    public float Explain(in RatingHistory history, int item, Span<float> contributions)
    {
        Span<double> factor = stackalloc double[_rank * _rank];
        Span<double> w = stackalloc double[_rank];
        Span<double> x = stackalloc double[_rank];
        var solver = Solve(history, new FoldInSolver(_rank, _userPrecision, _userPrecisionRoot, factor), w);
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
        var packed = FactorLayout.Packed(_rank);
        Span<float> floats = stackalloc float[packed + (2 * _rank)];
        var sums = new FoldInSums(floats[..packed], floats.Slice(packed, _rank), floats[(packed + _rank)..]);
        _items.Sum(history.Items, history.Ratings, ref sums);

        Span<double> priorMean = stackalloc double[_rank];
        PriorMean(sums, priorMean);
        Span<double> priorTerm = stackalloc double[_rank];
        for (var d = 0; d < _rank; d++)
            priorTerm[d] = TensorPrimitives.Dot<double>(_userPrecision.AsSpan(d * _rank, _rank), priorMean);
        solver.Solve(sums, priorTerm, Parameters.NoisePrecision, Parameters.NoiseDegreesOfFreedom, w);
        return solver;
    }

    /// <summary>Computes m = h̄ + B̄ᵀg.</summary>
    private void PriorMean(in FoldInSums sums, Span<double> mean)
    {
        if (sums.Count == 0)
        {
            TensorPrimitives.ConvertTruncating<float, double>(Parameters.StrangerMean, mean);
            return;
        }

        var count = Math.Log(1.0 + sums.Count) - Parameters.UserMeanLogCount;
        for (var d = 0; d < _rank; d++)
        {
            mean[d] = Parameters.UserPriorMean[d] + (sums.PriorShare[d] / sums.Count)
                + (count * Parameters.UserCountSlope[d]);
        }
    }
}
