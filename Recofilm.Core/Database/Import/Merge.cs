using Npgsql;

namespace Recofilm.Core.Database.Import;

/// <summary>
/// Merges staged rows into the tables and leaves equal rows alone. Tables are locked against other writers until the
/// transaction ends, in the order in which deletions lock them, parents first; readers are not blocked.
/// </summary>
internal sealed class Merge(NpgsqlConnection connection, Staging staging)
{
    // Each statement counts the staged rows, those inserted, those updated, and those that repeat another staged row.
    // A file that names no original title keeps the one that the catalogue has.
    private const string MoviesSql =
        """
        WITH changed AS (
            INSERT INTO movies (movie_id, title, year, genres, original_title)
            SELECT movie_id, n.title, n.year, n.genres, coalesce(n.original_title, o.original_title)
            FROM staged_movies n LEFT JOIN movies o USING (movie_id)
            WHERE o.movie_id IS NULL
               OR (n.title, n.year, n.genres, coalesce(n.original_title, o.original_title))
                  IS DISTINCT FROM (o.title, o.year, o.genres, o.original_title)
            ORDER BY movie_id
            ON CONFLICT (movie_id) DO UPDATE
            SET title = excluded.title, year = excluded.year, genres = excluded.genres,
                original_title = excluded.original_title
            RETURNING xmax = 0 AS inserted
        )
        SELECT (SELECT count(*) FROM staged_movies),
               count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted), 0::bigint
        FROM changed
        """;

    private const string LinksSql =
        """
        WITH changed AS (
            INSERT INTO links (movie_id, imdb_id, tmdb_id)
            SELECT movie_id, n.imdb_id, n.tmdb_id FROM staged_links n LEFT JOIN links o USING (movie_id)
            WHERE o.movie_id IS NULL OR (n.imdb_id, n.tmdb_id) IS DISTINCT FROM (o.imdb_id, o.tmdb_id)
            ORDER BY movie_id
            ON CONFLICT (movie_id) DO UPDATE SET imdb_id = excluded.imdb_id, tmdb_id = excluded.tmdb_id
            RETURNING xmax = 0 AS inserted
        )
        SELECT (SELECT count(*) FROM staged_links),
               count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted), 0::bigint
        FROM changed
        """;

    private const string UsersSql =
        """
        WITH changed AS (
            INSERT INTO users (user_id)
            SELECT user_id FROM staged_users EXCEPT SELECT user_id FROM users ORDER BY user_id
            RETURNING user_id
        )
        SELECT (SELECT count(*) FROM staged_users), count(*), 0::bigint, 0::bigint FROM changed
        """;

    // The sequence continues above the imported identifiers.
    private const string UserSequenceSql =
        """
        SELECT setval('users_user_id_seq', highest)
        FROM (SELECT max(user_id) AS highest FROM users WHERE user_id <= 2000000000) u, users_user_id_seq s
        WHERE u.highest > s.last_value
        """;

    // A tag that is given twice keeps its earliest time.
    private const string TagsSql =
        """
        WITH single AS MATERIALIZED (
            SELECT user_id, movie_id, tag, coalesce(min(created_at), now()) AS created_at
            FROM staged_tags GROUP BY user_id, movie_id, tag
        ), changed AS (
            INSERT INTO tags (user_id, movie_id, tag, created_at)
            SELECT n.user_id, n.movie_id, n.tag, n.created_at FROM single n
            LEFT JOIN tags o ON o.user_id = n.user_id AND o.movie_id = n.movie_id AND o.tag = n.tag
            WHERE o.user_id IS NULL
            RETURNING user_id
        )
        SELECT (SELECT count(*) FROM staged_tags), (SELECT count(*) FROM changed), 0::bigint,
               (SELECT count(*) FROM staged_tags) - (SELECT count(*) FROM single)
        """;

    public Task<TableReport> MoviesAsync(CancellationToken cancellationToken) =>
        RunAsync("movies", MoviesSql, cancellationToken);

    public Task<TableReport> LinksAsync(CancellationToken cancellationToken) =>
        RunAsync("links", LinksSql, cancellationToken);

    public async Task<TableReport> UsersAsync(CancellationToken cancellationToken)
    {
        var report = await RunAsync("users", UsersSql, cancellationToken);
        await connection.ExecuteAsync(UserSequenceSql, cancellationToken);
        return report;
    }

    public Task<TableReport> TagsAsync(CancellationToken cancellationToken) =>
        RunAsync("tags", TagsSql, cancellationToken);

    public async Task RefreshStatisticsAsync(CancellationToken cancellationToken)
    {
        staging.Meter.Step("counting ratings");
        await MovieStatistics.RefreshAsync(connection, cancellationToken);
        await connection.ExecuteAsync("ANALYZE movies, links, users, tags, ratings, movie_statistics", cancellationToken);
    }

    private async Task<TableReport> RunAsync(string table, string sql, CancellationToken cancellationToken)
    {
        staging.Meter.Step($"writing {table}");
        await connection.ExecuteAsync(
            $"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE; ANALYZE staged_{table}", cancellationToken);
        var counts = await connection.CountAsync(sql, cancellationToken);
        var (staged, inserted, updated, duplicates) = (counts[0], counts[1], counts[2], counts[3]);
        return new TableReport(inserted, updated, staged - inserted - updated - duplicates, duplicates);
    }
}
