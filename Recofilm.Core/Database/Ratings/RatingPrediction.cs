namespace Recofilm.Core.Database.Ratings;

/// <summary>What a model said of a rating before it knew it.</summary>
/// <param name="ModelVersion">The model that served.</param>
/// <param name="Predicted">Its prediction, on the scale of ratings.</param>
public readonly record struct RatingPrediction(string ModelVersion, float Predicted);
