using System.Numerics.Tensors;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>
/// The factor model's scores under several recency windows, with one user vector each. Movies are scored on demand, because most
/// windows need only the candidates' scores.
/// </summary>
internal readonly ref struct FactorScores
{
    private readonly ImplicitAlsModel _factors;
    private readonly ReadOnlySpan<float> _users;

    /// <summary>Folds the user in.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="windows">The decay of each recency window.</param>
    /// <param name="scratch">Scratch that keeps the vectors; its length is <see cref="ScratchLength"/>.</param>
    public FactorScores(
        ImplicitAlsModel factors, in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> windows, Span<float> scratch)
    {
        var users = scratch[..(windows.Length * factors.Dimension)];
        var weights = scratch.Slice(users.Length, windows.Length * history.Count);
        factors.WeighAll(history, windows, weights);
        for (var window = 0; window < windows.Length; window++)
        {
            factors.FoldIn(
                history.Items, weights.Slice(window * history.Count, history.Count),
                users.Slice(window * factors.Dimension, factors.Dimension));
        }

        _factors = factors;
        _users = users;
    }

    /// <summary>Returns the scratch length that the constructor needs.</summary>
    public static int ScratchLength(int dimension, int windows, int ratings) => (dimension + ratings) * windows;

    /// <summary>Computes all movies' raw scores under one window.</summary>
    public void CopyTo(int window, Span<float> scores) => _factors.Score(User(window), scores);

    /// <summary>Computes the standard deviation of all movies' scores under one window.</summary>
    public float Spread(int window) => _factors.Moments(User(window)).Spread;

    /// <summary>
    /// Computes some movies' scores under the first two windows, in standard deviations from the mean of all movies, reading each
    /// movie once.
    /// </summary>
    /// <param name="items">Item indices.</param>
    /// <param name="first">Receives one score per item under the first window.</param>
    /// <param name="second">Receives one score per item under the second window.</param>
    public void Gather(ReadOnlySpan<int> items, Span<float> first, Span<float> second)
    {
        _factors.Score(_users[..(2 * _factors.Dimension)], items, first, second);
        Standardise(0, first);
        Standardise(1, second);
    }

    private void Standardise(int window, Span<float> scores)
    {
        var (mean, spread) = _factors.Moments(User(window));
        TensorPrimitives.Subtract(scores, mean, scores);
        TensorPrimitives.Multiply(scores, spread > 0 ? 1 / spread : 1, scores);
    }

    private ReadOnlySpan<float> User(int window) => _users.Slice(window * _factors.Dimension, _factors.Dimension);
}
