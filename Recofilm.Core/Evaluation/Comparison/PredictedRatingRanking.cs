using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Comparison;

/// <summary>Orders movies by the rating that a model predicts: what using a rating model for lists is worth.</summary>
/// <param name="model">Predicts the ratings.</param>
/// <param name="itemCount">How many movies there are.</param>
public sealed class PredictedRatingRanking(IRatingModel model, int itemCount) : IRankingModel
{
    private readonly int[] _items = [.. Enumerable.Range(0, itemCount)];

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores) => model.Predict(history, _items, scores);
}
