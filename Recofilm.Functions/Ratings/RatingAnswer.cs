namespace Recofilm.Functions.Ratings;

/// <summary>The answer of PUT /ratings/{movie_id}.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Rating">The rating.</param>
/// <param name="RatedAt">The time of the rating, UTC.</param>
internal sealed record RatingAnswer(int MovieId, float Rating, DateTimeOffset RatedAt);
