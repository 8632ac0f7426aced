using Recofilm.Core.Serving;

namespace Recofilm.Core.Online;

/// <summary>A list that a user was shown.</summary>
/// <param name="RecommendationId">The list's identifier.</param>
/// <param name="UserId">Who was shown it.</param>
/// <param name="Strategy">How it was made.</param>
/// <param name="ModelVersion">The model that made it.</param>
/// <param name="ServedAt">When, UTC.</param>
/// <param name="FirstRank">The rank of the first movie, from 1; above 1 on later pages.</param>
/// <param name="MovieIds">The movies, by rank.</param>
/// <param name="Scores">Their scores.</param>
public sealed record ServedList(
    Guid RecommendationId, int UserId, string Strategy, string ModelVersion, DateTimeOffset ServedAt, int FirstRank,
    int[] MovieIds, float[] Scores)
{
    /// <summary>What is to be remembered of an answer; nothing else of it is kept alive.</summary>
    /// <param name="list">The answer.</param>
    /// <param name="offset">How many movies the request passed over.</param>
    public static ServedList Of(RecommendationList list, int offset)
    {
        var movies = list.Recommendations;
        var movieIds = new int[movies.Count];
        var scores = new float[movies.Count];
        for (var place = 0; place < movies.Count; place++)
            (movieIds[place], scores[place]) = (movies[place].MovieId, movies[place].Score);
        return new ServedList(
            list.RecommendationId, list.UserId, list.Strategy, list.ModelVersion, list.GeneratedAt, offset + 1, movieIds, scores);
    }
}
