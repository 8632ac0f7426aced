using Recofilm.Core.Ratings;

namespace Recofilm.Core.Models;

/// <summary>A model that predicts the rating that a user would give.</summary>
public interface IRatingModel
{
    /// <summary>Predicts ratings on the data set's scale, clipped to it.</summary>
    /// <param name="history">The user's ratings; an empty history predicts for a new user.</param>
    /// <param name="items">The item indices of the movies to predict.</param>
    /// <param name="predictions">Receives one prediction per entry of <paramref name="items"/>.</param>
    void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions);
}
