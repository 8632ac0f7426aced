namespace Recofilm.Core.Online;

/// <summary>What one user was shown and did in a period, under one model version and strategy: sums, so that they add up.</summary>
/// <param name="ModelVersion">The model; for predictions, the one that predicted.</param>
/// <param name="Strategy">How the lists were made, or <see cref="OnlineMeasures.AllStrategies"/>.</param>
/// <param name="UserId">The user.</param>
/// <param name="Lists">Lists with at least one movie.</param>
/// <param name="Hits">Lists of which the user clicked, played or liked a movie.</param>
/// <param name="Ratings">Ratings of movies that the lists recommended.</param>
/// <param name="RatingSum">The sum of those ratings.</param>
/// <param name="Predictions">New ratings that were predicted before they were known.</param>
/// <param name="SquaredErrorSum">The sum of the squared errors of those predictions.</param>
public sealed record UserOnlineSums(
    string ModelVersion, string Strategy, int UserId, int Lists, int Hits, int Ratings, double RatingSum, int Predictions,
    double SquaredErrorSum);
