namespace Recofilm.Core.Database.Bulk;

/// <summary>
/// The steps that move each kind of line from its staging table, <c>staged</c>, into the database. Unchanged rows are not
/// written. A table other than the ratings is locked against other writers while its rows are compared; readers continue.
/// </summary>
internal static class MergeSteps
{
    // Looking the product up is faster than multiplying numerics.
    private const string Rating = "('{0.5,1.0,1.5,2.0,2.5,3.0,3.5,4.0,4.5,5.0}'::numeric(2,1)[])[n.rating]";

    private static readonly ExecuteStep _analyze = new("ANALYZE staged");

    public static readonly IReadOnlyList<MergeStep> Users =
    [
        new ExecuteStep("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"),
        _analyze,
        new ExecuteStep(
            """
            UPDATE staged s SET user_id = u.user_id FROM users u
            WHERE s.user_id IS NULL AND u.external_id = s.external_id
            """),
        Repeated("user_id"),
        Repeated("external_id"),
        new RejectStep(
            """
            DELETE FROM staged s USING users u
            WHERE u.external_id = s.external_id AND u.user_id <> s.user_id RETURNING s.line
            """,
            "external_id", "belongs to another user"),
        RaiseUserIds("staged"),
        new ExecuteStep("UPDATE staged SET user_id = nextval('users_user_id_seq') WHERE user_id IS NULL"),
        new WriteStep(
            """
            WITH changed AS (
                INSERT INTO users (user_id, external_id, created_at)
                SELECT user_id, n.external_id, coalesce(n.created_at, now()) FROM staged n LEFT JOIN users o USING (user_id)
                WHERE o.user_id IS NULL OR (n.external_id IS NOT NULL AND n.external_id IS DISTINCT FROM o.external_id)
                ORDER BY user_id
                ON CONFLICT (user_id) DO UPDATE SET external_id = excluded.external_id
                RETURNING xmax = 0 AS inserted
            )
            SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted) FROM changed
            """),
    ];

    public static readonly IReadOnlyList<MergeStep> Movies =
    [
        new ExecuteStep("LOCK TABLE movies IN SHARE ROW EXCLUSIVE MODE"),
        _analyze,
        new ExecuteStep(
            """
            UPDATE staged s SET movie_id = m.movie_id FROM movies m
            WHERE s.movie_id IS NULL AND m.external_id = s.external_id
            """),
        Repeated("movie_id"),
        Repeated("external_id"),
        new RejectStep(
            """
            DELETE FROM staged s USING movies m
            WHERE m.external_id = s.external_id AND m.movie_id <> s.movie_id RETURNING s.line
            """,
            "external_id", "belongs to another movie"),
        // A removed movie's identifier may still be in a serving model and in lists that were shown.
        new ExecuteStep(
            """
            UPDATE staged s SET movie_id = n.movie_id
            FROM (
                SELECT line, (row_number() OVER (ORDER BY line) + greatest(
                    (SELECT max(movie_id) FROM movies WHERE movie_id <= 2000000000),
                    (SELECT max(movie_id) FROM withdrawn_movies WHERE movie_id <= 2000000000),
                    (SELECT max(movie_id) FROM staged WHERE movie_id <= 2000000000), 0))::integer AS movie_id
                FROM staged WHERE movie_id IS NULL
            ) n
            WHERE n.line = s.line
            """),
        new ExecuteStep("DELETE FROM withdrawn_movies w USING staged s WHERE w.movie_id = s.movie_id"),
        new WriteStep(MoviesSql()),
    ];

    public static readonly IReadOnlyList<MergeStep> Ratings =
    [
        .. Keys("rating", "rated_at"),
        // A rating that the user gave after the file was made is newer than the file's rating, and stays. The table is not
        // locked, because users rate meanwhile; rows are written in one order, so that two imports cannot wait for each other.
        new WriteStep(
            $"""
            WITH changed AS (
                INSERT INTO ratings AS r (user_id, movie_id, rating, created_at)
                SELECT n.user_id, n.movie_id, {Rating}, coalesce(n.time, o.created_at, now()) FROM single n
                LEFT JOIN ratings o ON o.user_id = n.user_id AND o.movie_id = n.movie_id
                WHERE o.user_id IS NULL OR o.rating <> {Rating} OR n.time <> o.created_at
                ORDER BY n.user_id, n.movie_id
                ON CONFLICT (user_id, movie_id) DO UPDATE SET rating = excluded.rating, created_at = excluded.created_at
                WHERE excluded.created_at >= r.created_at
                RETURNING xmax = 0 AS inserted
            )
            SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted) FROM changed
            """,
            $"""
            WITH inserted AS (
                INSERT INTO ratings (user_id, movie_id, rating, created_at)
                SELECT user_id, movie_id, {Rating}, coalesce(n.time, now()) FROM single n ORDER BY user_id, movie_id
                RETURNING 1
            )
            SELECT count(*), 0::bigint FROM inserted
            """),
    ];

    public static readonly IReadOnlyList<MergeStep> Tags =
    [
        .. Keys("tag", "tagged_at"),
        new ExecuteStep("LOCK TABLE tags IN SHARE ROW EXCLUSIVE MODE"),
        new WriteStep(
            """
            WITH inserted AS (
                INSERT INTO tags (user_id, movie_id, tag, created_at)
                SELECT user_id, movie_id, tag, coalesce(time, now()) FROM single
                ON CONFLICT DO NOTHING
                RETURNING 1
            )
            SELECT count(*), 0::bigint FROM inserted
            """),
    ];

    /// <summary>Creates the users that lines name and that do not exist.</summary>
    public static readonly IReadOnlyList<MergeStep> CreateUsers =
    [
        new ExecuteStep("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"),
        new ExecuteStep(
            """
            INSERT INTO users (user_id) SELECT DISTINCT user_id FROM staged WHERE user_id IS NOT NULL ORDER BY user_id
            ON CONFLICT DO NOTHING
            """),
        RaiseUserIds("users"),
        new ExecuteStep(
            """
            INSERT INTO users (external_id)
            SELECT DISTINCT user_external_id FROM staged WHERE user_external_id IS NOT NULL ORDER BY user_external_id
            ON CONFLICT DO NOTHING
            """),
    ];

    // The sequence then hands out only identifiers above the given ones. One near the end of the integers does not raise it,
    // because the next users would find none left.
    private static ExecuteStep RaiseUserIds(string table) => new(
        $"""
        SELECT setval('users_user_id_seq', highest)
        FROM (SELECT max(user_id) AS highest FROM {table} WHERE user_id <= 2000000000) h, users_user_id_seq s
        WHERE highest > s.last_value
        """);

    private static RejectStep Repeated(string column) => new(
        $"""
        DELETE FROM staged s
        USING (SELECT line, row_number() OVER (PARTITION BY {column} ORDER BY line) AS place
               FROM staged WHERE {column} IS NOT NULL) r
        WHERE r.line = s.line AND r.place > 1 RETURNING s.line
        """,
        column, "is already on an earlier line");

    // The line with the latest time counts for a row; the last line counts among equal times.
    private static IEnumerable<MergeStep> Keys(string value, string time)
    {
        var distinct = value == "tag" ? "user_id, movie_id, tag" : "user_id, movie_id";
        return
        [
            _analyze,
            new ExecuteStep(
                $"""
                CREATE TEMP TABLE resolved ON COMMIT DROP AS
                SELECT s.line, coalesce(u.user_id, e.user_id) AS user_id, coalesce(m.movie_id, x.movie_id) AS movie_id,
                       s.{value}, s.{time} AS time
                FROM staged s
                LEFT JOIN users u ON u.user_id = s.user_id
                LEFT JOIN users e ON e.external_id = s.user_external_id
                LEFT JOIN movies m ON m.movie_id = s.movie_id
                LEFT JOIN movies x ON x.external_id = s.movie_external_id
                """),
            new RejectStep("DELETE FROM resolved WHERE user_id IS NULL RETURNING line", "user_id", "names no user"),
            new RejectStep("DELETE FROM resolved WHERE movie_id IS NULL RETURNING line", "movie_id", "names no movie"),
            new ExecuteStep(
                $"""
                CREATE TEMP TABLE single ON COMMIT DROP AS
                SELECT DISTINCT ON ({distinct}) user_id, movie_id, {value}, time FROM resolved
                ORDER BY {distinct}, time DESC NULLS LAST, line DESC;
                ANALYZE single
                """),
        ];
    }

    private static string MoviesSql()
    {
        string[] columns =
        [
            "title", "year", "genres", "external_id", "original_title", "description", "people", "runtime", "languages",
            "countries", "maturity_age", "poster_url", "available_countries", "available_from", "available_until", "hidden",
        ];
        var defaults = new Dictionary<string, string>
        {
            ["genres"] = "'{}'",
            ["people"] = "'[]'",
            ["languages"] = "'{}'",
            ["countries"] = "'{}'",
            ["hidden"] = "false",
        };
        var given = columns.Select(
            column => defaults.TryGetValue(column, out var value) ? $"coalesce(n.{column}, {value})" : $"n.{column}");
        var values = string.Join(", ", given);
        return $"""
            WITH movie AS (
                INSERT INTO movies (movie_id, {string.Join(", ", columns)})
                SELECT movie_id, {values} FROM staged n LEFT JOIN movies o USING (movie_id)
                WHERE o.movie_id IS NULL
                   OR ({values}) IS DISTINCT FROM ({string.Join(", ", columns.Select(column => $"o.{column}"))})
                ORDER BY movie_id
                ON CONFLICT (movie_id) DO UPDATE
                SET {string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"))}
                RETURNING movie_id, xmax = 0 AS inserted
            ), link AS (
                INSERT INTO links (movie_id, imdb_id, tmdb_id)
                SELECT movie_id, n.imdb_id, n.tmdb_id FROM staged n LEFT JOIN links o USING (movie_id)
                WHERE (n.imdb_id, n.tmdb_id) IS DISTINCT FROM (o.imdb_id, o.tmdb_id)
                ON CONFLICT (movie_id) DO UPDATE SET imdb_id = excluded.imdb_id, tmdb_id = excluded.tmdb_id
                RETURNING movie_id
            )
            SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE inserted IS NOT TRUE)
            FROM movie FULL JOIN link USING (movie_id)
            """;
    }
}
