using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>A model that predicts the rating a user would give.</summary>
public interface IRatingModel
{
    /// <summary>Predicts ratings on the data set's scale, clipped to it.</summary>
    /// <param name="history">The user's ratings; may be empty, which predicts for a stranger.</param>
    /// <param name="items">Item indices to predict for.</param>
    /// <param name="predictions">Receives one prediction an entry of <paramref name="items"/>.</param>
    void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions);
}
