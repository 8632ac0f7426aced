using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>
/// Maintains each movie's number and average of ratings, which order search results. Imports and trainings count; a count at
/// every rating would make the raters of a popular movie wait for each other.
/// </summary>
public static class MovieStatistics
{
    private const string RefreshSql =
        """
        WITH current AS MATERIALIZED (
            SELECT movie_id, count(*)::integer AS rating_count, avg(rating)::real AS rating_average
            FROM ratings GROUP BY movie_id
        ), gone AS (
            DELETE FROM movie_statistics s WHERE NOT EXISTS (SELECT FROM current c WHERE c.movie_id = s.movie_id)
        )
        INSERT INTO movie_statistics AS s SELECT movie_id, rating_count, rating_average FROM current
        ON CONFLICT (movie_id) DO UPDATE
        SET rating_count = excluded.rating_count, rating_average = excluded.rating_average
        WHERE (s.rating_count, s.rating_average) IS DISTINCT FROM (excluded.rating_count, excluded.rating_average)
        """;

    /// <summary>Counts all ratings and updates the table.</summary>
    public static async Task RefreshAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await RefreshAsync(connection, cancellationToken);
    }

    internal static async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RefreshSql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
