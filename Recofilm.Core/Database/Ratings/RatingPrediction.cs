namespace Recofilm.Core.Database.Ratings;

/// <summary>A model's prediction of a rating, made before the rating was known.</summary>
/// <param name="ModelVersion">The version of the model that served.</param>
/// <param name="Predicted">The prediction, on the scale of ratings.</param>
public readonly record struct RatingPrediction(string ModelVersion, float Predicted);
