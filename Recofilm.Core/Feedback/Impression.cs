using Recofilm.Core.Serving;

namespace Recofilm.Core.Feedback;

/// <summary>A list that a user was shown.</summary>
/// <param name="RecommendationId">The list's identifier.</param>
/// <param name="UserId">The user who was shown the list.</param>
/// <param name="Strategy">The strategy that made it.</param>
/// <param name="ModelVersion">The model version that made it.</param>
/// <param name="ServedAt">The time at which it was served, UTC.</param>
/// <param name="FirstRank">The rank of the first movie, from 1; above 1 on later pages.</param>
/// <param name="MovieIds">The movies, by rank.</param>
/// <param name="Scores">Their scores.</param>
public sealed record Impression(
    Guid RecommendationId, int UserId, string Strategy, string ModelVersion, DateTimeOffset ServedAt, int FirstRank,
    int[] MovieIds, float[] Scores)
{
    /// <summary>Copies from an answer the values to record, so that nothing else of the answer is kept in memory.</summary>
    /// <param name="list">The answer.</param>
    /// <param name="offset">The number of movies that the request skipped.</param>
    public static Impression Of(RecommendationList list, int offset)
    {
        var movies = list.Recommendations;
        var movieIds = new int[movies.Count];
        var scores = new float[movies.Count];
        for (var place = 0; place < movies.Count; place++)
            (movieIds[place], scores[place]) = (movies[place].MovieId, movies[place].Score);
        return new Impression(
            list.RecommendationId, list.UserId, list.Strategy, list.ModelVersion, list.GeneratedAt, offset + 1, movieIds, scores);
    }
}
