namespace Recofilm.Functions.OwnRating;

/// <summary>The answer of PUT /ratings/{movie_id}.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Rating">The rating it has now.</param>
/// <param name="RatedAt">Since when, UTC.</param>
internal sealed record RatingAnswer(int MovieId, float Rating, DateTimeOffset RatedAt);
