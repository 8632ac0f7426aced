using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Feedback;
using Recofilm.LocalStack;

namespace Recofilm.Scale.Measures;

/// <summary>
/// Times the online measures on a generated fortnight of lists: by version, as <c>GET /models</c> reads them, and of all versions
/// together, as experiments and the watch over the champion do.
/// </summary>
internal static class MeasuresRun
{
    private const int MoviesPerList = 10;
    private const int Movies = 20_000;
    private const int ListsPerUser = 10;
    private const int Repetitions = 5;

    // Every tenth list is played from and every twentieth rated: half of these were played from.
    private const string FillSql =
        """
        INSERT INTO movies (movie_id, title, genres) SELECT m, 'Movie ' || m, '{}' FROM generate_series(1, $1) m;
        INSERT INTO users (user_id) SELECT u FROM generate_series(1, $2) u;
        INSERT INTO recommendations (list_id, user_id, strategy, model_version, served_at, movie_ids, scores)
        SELECT gen_random_uuid(), 1 + i % $2, (ARRAY['collaborative', 'hybrid'])[1 + i / $2 % 2],
               'v' || lpad((i * $4 / $3)::text, 4, '0'), now() - interval '14 days' + i::float8 / $3 * interval '14 days',
               ARRAY(SELECT (1 + (i * 7919 + place * 104729) % $1)::integer FROM generate_series(1, $5) place),
               array_fill(1::real, ARRAY[$5])
        FROM generate_series(0::bigint, $3 - 1) i;
        INSERT INTO events (recommendation_id, movie_id, kind, occurred_at)
        SELECT list_id, movie_ids[3], 'play', served_at + interval '1 minute' FROM recommendations
        WHERE user_id % 10 = extract(minute FROM served_at)::integer % 10;
        INSERT INTO ratings (user_id, movie_id, rating, created_at)
        SELECT user_id, movie_ids[1], 4, served_at + interval '1 hour' FROM recommendations
        WHERE user_id % 20 = (extract(minute FROM served_at)::integer + user_id / 20 % 2) % 20 ON CONFLICT DO NOTHING;
        INSERT INTO rating_predictions (user_id, movie_id, model_version, predicted, rating, rated_at)
        SELECT r.user_id, r.movie_id, 'v0000', 3.5, r.rating, r.created_at FROM ratings r;
        """;

    /// <summary>Fills an empty database and measures.</summary>
    /// <param name="stateFolder">The folder of the servers' files; emptied before and after.</param>
    /// <param name="impressions">The number of movies shown, ten in a list.</param>
    /// <param name="versions">The number of versions that showed them.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<MeasuresReport> RunAsync(
        string stateFolder, long impressions, int versions, CancellationToken cancellationToken)
    {
        Empty(stateFolder);
        MeasuresReport report;
        await using (var servers = await LocalServers.StartAsync(stateFolder, Console.Error.WriteLine, cancellationToken))
        {
            await servers.Postgres.EnsureDatabaseAsync("measures", cancellationToken);
            var database = servers.Postgres.ConnectionString("measures");
            await DatabaseMigrator.MigrateAsync(database, cancellationToken);
            await using var bulk = RecofilmDataSource.CreateBulk(database);
            await FillAsync(bulk, impressions / MoviesPerList, versions, cancellationToken);
            await using var dataSource = RecofilmDataSource.CreateBulk(database);
            report = await MeasureAsync(dataSource, impressions, versions, cancellationToken);
        }

        Empty(stateFolder);
        return report;
    }

    private static async Task FillAsync(
        NpgsqlDataSource database, long lists, int versions, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"Writing {lists:N0} lists …");
        var values = new[] { Movies, Math.Max(1, lists / ListsPerUser), lists, versions, MoviesPerList };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var statement in FillSql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var text = values.Index().Reverse().Aggregate(statement, (sql, value) => sql.Replace(
                $"${value.Index + 1}", value.Item.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // As the database's own vacuum leaves tables that are only appended to.
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<MeasuresReport> MeasureAsync(
        NpgsqlDataSource database, long impressions, int versions, CancellationToken cancellationToken)
    {
        var measures = new OnlineMeasures(database, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var found = (await measures.ReadAsync(cancellationToken)).Select(measure => measure.ModelVersion).Distinct().Count();
        if (found != versions)
            throw new InvalidOperationException($"{found} versions were measured; expected {versions}.");
        return new MeasuresReport(
            impressions, versions,
            await MedianAsync(() => measures.ReadAsync(cancellationToken)),
            await MedianAsync(() => measures.ReadRecordAsync(
                now - OnlineMeasures.DefaultPeriod, now, cancellationToken: cancellationToken)));
    }

    private static async Task<double> MedianAsync(Func<Task> query)
    {
        var seconds = new List<double>();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var started = Stopwatch.GetTimestamp();
            await query();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return seconds.Order().ElementAt(Repetitions / 2);
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
