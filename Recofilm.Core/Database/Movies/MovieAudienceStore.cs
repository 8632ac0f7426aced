using Npgsql;

namespace Recofilm.Core.Database.Movies;

/// <summary>Counts what people think of a movie.</summary>
public sealed class MovieAudienceStore(ConnectionAdmission connections)
{
    /// <summary>How many tags are named at most.</summary>
    public const int MaxTags = 12;

    private const float LikedFrom = 4f;

    private const string MovieSql =
        """
        SELECT (SELECT rating FROM ratings WHERE user_id = $2 AND movie_id = $1),
               EXISTS (SELECT FROM dismissals WHERE user_id = $2 AND movie_id = $1)
        FROM movies WHERE movie_id = $1
        """;

    private const string RatingsSql =
        "SELECT rating, count(*)::integer FROM ratings WHERE movie_id = $1 GROUP BY rating ORDER BY rating";

    private static readonly string _tagsSql =
        $"""
        SELECT mode() WITHIN GROUP (ORDER BY tag), count(DISTINCT user_id)::integer AS users FROM tags
        WHERE movie_id = $1 GROUP BY lower(tag) ORDER BY users DESC, lower(tag) LIMIT {MaxTags}
        """;

    /// <summary>Counts a movie's ratings and tags and reads one user's view, in one round trip.</summary>
    /// <returns>The counts, or <see langword="null"/> when there is no such movie.</returns>
    public async Task<MovieAudience?> FindAsync(int movieId, int userId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var batch = connection.CreateBatch();
        foreach (var sql in (string[])[MovieSql, RatingsSql, _tagsSql])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = movieId });
            if (sql == MovieSql)
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = userId });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var (own, isDismissed) = (reader.IsDBNull(0) ? (float?)null : (float)reader.GetDecimal(0), reader.GetBoolean(1));
        await reader.NextResultAsync(cancellationToken);
        var ratings = new List<RatingCount>();
        while (await reader.ReadAsync(cancellationToken))
            ratings.Add(new RatingCount((float)reader.GetDecimal(0), reader.GetInt32(1)));
        await reader.NextResultAsync(cancellationToken);
        var tags = new List<TagCount>();
        while (await reader.ReadAsync(cancellationToken))
            tags.Add(new TagCount(reader.GetString(0), reader.GetInt32(1)));
        return new MovieAudience(movieId, ratings, LikedShare(ratings), tags, own, isDismissed);
    }

    private static double? LikedShare(List<RatingCount> ratings)
    {
        var liked = ratings.Where(rating => rating.Rating >= LikedFrom).Sum(rating => (long)rating.Count);
        return ratings.Count == 0 ? null : (double)liked / ratings.Sum(rating => (long)rating.Count);
    }
}
