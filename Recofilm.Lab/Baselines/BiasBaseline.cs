using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>
/// Predicts <c>μ + b_i + b_u</c>, where each term is a damped mean of the residuals of the previous terms (Funk 2006; LensKit's
/// Bias): <c>b_i = Σ_u (r_ui − μ) / (n_i + β)</c>, <c>b_u = Σ_i (r_ui − μ − b_i) / (n_u + β)</c>. The user's term is computed
/// from the history of each request.
/// </summary>
public sealed class BiasBaseline : IRatingModel
{
    private readonly RatingScale _scale;
    private readonly double _damping;
    private readonly double _mean;
    private readonly double[] _itemBiases;

    /// <summary>Computes the mean and the movies' terms.</summary>
    /// <param name="train">At least one rating.</param>
    /// <param name="damping">β: the number of ratings of deviation 0 that each mean starts with.</param>
    public BiasBaseline(RatingMatrix train, double damping = 5)
    {
        _scale = RatingScale.Of(train);
        _damping = damping;
        foreach (var rating in train.Ratings)
            _mean += rating;
        _mean /= train.Count;

        _itemBiases = new double[train.ItemCount];
        var counts = new int[train.ItemCount];
        for (var position = 0; position < train.Count; position++)
        {
            _itemBiases[train.Items[position]] += train.Ratings[position] - _mean;
            counts[train.Items[position]]++;
        }

        for (var item = 0; item < counts.Length; item++)
            _itemBiases[item] = counts[item] == 0 ? 0 : _itemBiases[item] / (counts[item] + damping);
    }

    /// <inheritdoc/>
    public void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions)
    {
        double userBias = 0;
        for (var i = 0; i < history.Count; i++)
            userBias += history.Ratings[i] - _mean - _itemBiases[history.Items[i]];
        userBias = history.Count == 0 ? 0 : userBias / (history.Count + _damping);
        for (var i = 0; i < items.Length; i++)
            predictions[i] = _scale.Clip((float)(_mean + _itemBiases[items[i]] + userBias));
    }
}
