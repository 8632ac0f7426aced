using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Comparison;

/// <summary>Orders movies by the rating that a model predicts, to measure how good a rating model's lists are.</summary>
/// <param name="model">Predicts the ratings.</param>
/// <param name="itemCount">The number of movies in the catalogue.</param>
public sealed class PredictedRatingRanking(IRatingModel model, int itemCount) : IRankingModel
{
    private readonly int[] _items = [.. Enumerable.Range(0, itemCount)];

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores) => model.Predict(history, _items, scores);
}
