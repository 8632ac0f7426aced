using System.ComponentModel.DataAnnotations;
using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Core.Feedback;

/// <summary>Reads the lists that a user was shown.</summary>
public sealed class ImpressionHistory(ConnectionAdmission connections)
{
    private const string PageSql =
        """
        WITH page AS (
            SELECT list_id, strategy, model_version, served_at, first_rank, movie_ids, scores
            FROM recommendations WHERE user_id = $1
            ORDER BY served_at DESC, list_id LIMIT $2 OFFSET $3
        )
        SELECT p.list_id, p.strategy, p.model_version, p.served_at,
               p.first_rank + s.place::integer - 1, s.movie_id, s.score, m.title, m.year,
               coalesce((SELECT array_agg(e.kind ORDER BY e.kind) FROM events e
                         WHERE e.recommendation_id = p.list_id AND e.movie_id = s.movie_id), '{}')
        FROM page p
        LEFT JOIN LATERAL unnest(p.movie_ids, p.scores) WITH ORDINALITY AS s (movie_id, score, place) ON true
        LEFT JOIN movies m ON m.movie_id = s.movie_id
        ORDER BY p.served_at DESC, p.list_id, s.place
        """;

    /// <summary>Returns a page of a user's lists, latest first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="limit">The largest number of lists, at least 1.</param>
    /// <param name="offset">The number of lists to skip, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1 or the offset below 0.</exception>
    public async Task<Page<ShownList>> ListAsync(
        int userId, int limit, int offset, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, offset);
        await using var connection = await connections.OpenAsync(cancellationToken);
        var batch = connection.CreateBatch();
        var count = new NpgsqlBatchCommand("SELECT count(*)::integer FROM recommendations WHERE user_id = $1");
        count.Parameters.Add<int>(userId);
        batch.BatchCommands.Add(count);
        var page = new NpgsqlBatchCommand(PageSql);
        page.Parameters.Add<int>(userId);
        page.Parameters.Add<int>(limit);
        page.Parameters.Add<int>(offset);
        batch.BatchCommands.Add(page);

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt32(0);
        await reader.NextResultAsync(cancellationToken);
        var lists = new List<ShownList>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (lists.Count == 0 || lists[^1].RecommendationId != reader.GetGuid(0))
            {
                lists.Add(new ShownList(
                    reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), []));
            }

            if (!reader.IsDBNull(4))
                lists[^1].Recommendations.Add(ReadMovie(reader));
        }

        return new Page<ShownList>(lists, total);
    }

    private static ShownMovie ReadMovie(NpgsqlDataReader reader) => new(
        reader.GetInt32(4), reader.GetInt32(5), reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.IsDBNull(8) ? null : reader.GetInt32(8), reader.GetFloat(6), reader.GetFieldValue<string[]>(9));
}

/// <summary>A list that a user was shown.</summary>
/// <param name="RecommendationId">The list's identifier.</param>
/// <param name="Strategy">The strategy that made it.</param>
/// <param name="ModelVersion">The model version that made it.</param>
/// <param name="ServedAt">The time at which it was served, UTC.</param>
/// <param name="Recommendations">The movies, by rank.</param>
public sealed record ShownList(
    Guid RecommendationId,
    [property: AllowedValues("collaborative", "hybrid", "genres", "similar", "popularity")] string Strategy,
    string ModelVersion,
    DateTimeOffset ServedAt,
    List<ShownMovie> Recommendations);

/// <summary>A movie of a list that a user was shown.</summary>
/// <param name="Rank">Its place, from 1.</param>
/// <param name="MovieId">The movie.</param>
/// <param name="Title">Its title, or <see langword="null"/> when the movie has left the catalogue.</param>
/// <param name="Year">Its year, if known.</param>
/// <param name="Score">Its score in the list.</param>
/// <param name="Events">The user's actions on it: "click", "play".</param>
public sealed record ShownMovie(
    int Rank, int MovieId, string? Title, int? Year, float Score,
    [property: AllowedValues("click", "play")] IReadOnlyList<string> Events);
