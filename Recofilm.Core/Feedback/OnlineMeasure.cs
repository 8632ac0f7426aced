using System.ComponentModel.DataAnnotations;

namespace Recofilm.Core.Feedback;

/// <summary>The results of a model version with real users, for one strategy or all.</summary>
/// <param name="ModelVersion">The version.</param>
/// <param name="Strategy">The strategy that made the lists, or "all".</param>
/// <param name="Users">The number of users with a list.</param>
/// <param name="Lists">The number of lists with at least one movie.</param>
/// <param name="Hits">The number of lists of which the user clicked, played or liked a movie.</param>
/// <param name="HitRate">The hits per list; its count is the number of lists.</param>
/// <param name="RecommendedRating">The mean rating of recommended movies; its count is the number of those ratings.</param>
/// <param name="PrequentialRmse">
/// The root mean squared error of predictions made before the rating was known; its count is the number of predictions.
/// </param>
public sealed record OnlineMeasure(
    string ModelVersion,
    [property: AllowedValues("all", "collaborative", "hybrid", "genres", "similar", "popularity")] string Strategy,
    int Users, long Lists, long Hits, Estimate? HitRate, Estimate? RecommendedRating,
    Estimate? PrequentialRmse);

/// <summary>A measured value.</summary>
/// <param name="Value">The value.</param>
/// <param name="StandardError">
/// Its standard error with users as the independent units, as one user's lists resemble each other;
/// <see langword="null"/> when fewer than two users contribute.
/// </param>
/// <param name="Count">The number of observations.</param>
public sealed record Estimate(double Value, double? StandardError, long Count);
