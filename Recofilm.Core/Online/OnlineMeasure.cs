namespace Recofilm.Core.Online;

/// <summary>How a model version does with real users, by one strategy or all.</summary>
/// <param name="ModelVersion">The version.</param>
/// <param name="Strategy">How the lists were made, or <see cref="OnlineMeasures.AllStrategies"/>.</param>
/// <param name="Users">Users with a list.</param>
/// <param name="Lists">Lists with at least one movie.</param>
/// <param name="Hits">Lists of which the user clicked, played or liked a movie.</param>
/// <param name="HitRate">Hits a list; its count is that of the lists.</param>
/// <param name="RecommendedRating">The mean rating of recommended movies; its count is that of those ratings.</param>
/// <param name="PrequentialRmse">
/// The root mean squared error of predictions made before the rating was known; its count is that of the predictions.
/// </param>
public sealed record OnlineMeasure(
    string ModelVersion, string Strategy, int Users, long Lists, long Hits, Estimate? HitRate, Estimate? RecommendedRating,
    Estimate? PrequentialRmse);

/// <summary>A measured value.</summary>
/// <param name="Value">The value.</param>
/// <param name="StandardError">
/// Its standard error with users as the independent units, as one user's lists resemble each other;
/// <see langword="null"/> when fewer than two users contribute.
/// </param>
/// <param name="Count">How many observations it is of.</param>
public sealed record Estimate(double Value, double? StandardError, long Count);
