using Npgsql;

namespace Recofilm.Core.Database.Import;

/// <summary>
/// Merges staged ratings into their table: row by row into a table that has ratings, in bulk into an empty one.
/// </summary>
internal sealed class RatingMerge(NpgsqlConnection connection, Staging staging)
{
    // A look-up is faster than a multiplication of numerics.
    private const string Rating = "('{0.5,1.0,1.5,2.0,2.5,3.0,3.5,4.0,4.5,5.0}'::numeric(2,1)[])[half_stars]";

    // The order of ctid is the order of the lines, so the last line counts among several ratings at one time.
    private const string SingleSql =
        """
        CREATE TEMP TABLE single_ratings ON COMMIT DROP AS
        SELECT DISTINCT ON (user_id, movie_id) user_id, movie_id, half_stars, created_at FROM staged_ratings
        ORDER BY user_id, movie_id, created_at DESC, ctid DESC;
        DROP TABLE staged_ratings;
        ALTER TABLE single_ratings RENAME TO staged_ratings;
        """;

    private const string InsertSql =
        $"""
        INSERT INTO ratings (user_id, movie_id, rating, created_at)
        SELECT user_id, movie_id, {Rating}, coalesce(created_at, now()) FROM staged_ratings
        """;

    private const string InsertMissingSql =
        $"""
        INSERT INTO ratings (user_id, movie_id, rating, created_at)
        SELECT n.user_id, n.movie_id, {Rating}, coalesce(n.created_at, now())
        FROM staged_ratings n LEFT JOIN ratings o ON o.user_id = n.user_id AND o.movie_id = n.movie_id
        WHERE o.user_id IS NULL
        """;

    // A rating that a user gave after the file was made is newer than the file's, and stays.
    private const string UpdateSql =
        $"""
        UPDATE ratings o SET rating = {Rating}, created_at = coalesce(n.created_at, o.created_at)
        FROM staged_ratings n
        WHERE o.user_id = n.user_id AND o.movie_id = n.movie_id
          AND (n.created_at IS NULL OR n.created_at >= o.created_at)
          AND (o.rating <> {Rating} OR n.created_at <> o.created_at)
        """;

    public async Task<TableReport> RunAsync(StagedRatings staged, CancellationToken cancellationToken)
    {
        var single = staged.Count;
        if (!staged.Ascending)
        {
            staging.Meter.Step("sorting ratings");
            await connection.ExecuteAsync(SingleSql, cancellationToken);
            single = (await connection.CountAsync("SELECT count(*) FROM staged_ratings", cancellationToken))[0];
        }

        staging.Meter.Step("writing ratings");
        await connection.ExecuteAsync("LOCK TABLE ratings IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var duplicates = staged.Count - single;
        if ((await connection.CountAsync("SELECT count(*) FROM (SELECT FROM ratings LIMIT 1) r", cancellationToken))[0] == 0)
            return new TableReport(await LoadAsync(cancellationToken), 0, 0, duplicates);

        await connection.ExecuteAsync("ANALYZE staged_ratings", cancellationToken);
        var updated = await connection.ExecuteAsync(UpdateSql, cancellationToken);
        var inserted = await connection.ExecuteAsync(InsertMissingSql, cancellationToken);
        return new TableReport(inserted, updated, single - inserted - updated, duplicates);
    }

    // Checking keys and growing indexes row by row takes several times as long as doing both at the end. PostgreSQL does not
    // log the rows that a transaction writes to a table that it emptied itself, unless the log feeds a replica.
    private async Task<long> LoadAsync(CancellationToken cancellationToken)
    {
        var indexes = await TableIndexes.DropAsync(connection, "ratings", cancellationToken);
        await connection.ExecuteAsync("TRUNCATE ratings", cancellationToken);
        var inserted = await connection.ExecuteAsync(InsertSql, cancellationToken);
        staging.Meter.Step("indexing ratings");
        await indexes.RestoreAsync(connection, cancellationToken);
        return inserted;
    }
}
