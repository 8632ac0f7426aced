using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>
/// One scoring of all movies with 8-bit factors (<see cref="ImplicitAlsTiles"/>). It keeps the user's vector and the rounded
/// scores, so that the movies of a list get their exact scores at little cost.
/// </summary>
internal readonly ref struct CollaborativeScores : IDisposable
{
    private readonly ImplicitAlsModel _factors;
    private readonly float[] _rented;
    private readonly ReadOnlySpan<float> _rounded;
    private readonly ReadOnlySpan<float> _user;
    private readonly float _scale;

    /// <summary>Scores every movie.</summary>
    /// <param name="model">The model.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="scores">Receives one score per item.</param>
    public CollaborativeScores(CollaborativeModel model, scoped RatingHistory history, scoped Span<float> scores)
    {
        _factors = model.Factors;
        var (items, dimension) = (model.ItemCount, _factors.Dimension);
        _rented = ArrayPool<float>.Shared.Rent(items + dimension + history.Count);
        var rounded = _rented.AsSpan(0, items);
        var user = _rented.AsSpan(items, dimension);
        var weights = _rented.AsSpan(items + dimension, history.Count);
        var blend = model.Blend.At(history.SecondsSinceLastRating);
        model.Neighbours.Weigh(history, blend.NeighbourDecay, weights);
        model.Neighbours.Score(history.Items, weights, scores);
        _factors.Weigh(history, blend.FactorDecay, weights);
        _factors.FoldIn(history.Items, weights, user);
        _factors.Score(user, rounded);
        _scale = model.Mix(
            history, blend, scores, TensorPrimitives.StdDev<float>(scores), rounded, _factors.Moments(user).Spread).Factors;
        _rounded = rounded;
        _user = user;
    }

    /// <summary>Whether no movie was scored.</summary>
    public bool IsEmpty => _rented is null;

    /// <summary>Replaces some movies' scores by exact scores.</summary>
    /// <param name="items">Item indices, each once and not refined before.</param>
    /// <param name="scores">The scores from the constructor.</param>
    public void Refine(scoped ReadOnlySpan<int> items, scoped Span<float> scores)
    {
        foreach (var item in items)
            scores[item] += _scale * (_factors.ScoreOf(item, _user) - _rounded[item]);
    }

    /// <summary>Returns the pooled array.</summary>
    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<float>.Shared.Return(_rented);
    }
}
