using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Feedback;

/// <summary>
/// Measures the results of model versions with real users from the lists that were shown, the events and ratings that
/// followed, and the predictions that were made before ratings were known.
/// </summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class OnlineMeasures(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>The name for all strategies together, ratings of movies that no list had shown included.</summary>
    public const string AllStrategies = "all";

    /// <summary>The length of the period when none is given.</summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(14);

    /// <summary>The time after a list during which a rating of one of its movies is attributed to it.</summary>
    public static readonly TimeSpan Attribution = TimeSpan.FromDays(7);

    /// <summary>Returns the measures of the last <see cref="DefaultPeriod"/>.</summary>
    public Task<IReadOnlyList<OnlineMeasure>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();

        // Lists that are served at this moment belong to the period, too.
        return ReadAsync(now - DefaultPeriod, now + TimeSpan.FromMinutes(1), cancellationToken);
    }

    /// <summary>
    /// Returns the measures by version, newest first, and by strategy. Versions without measures are left out.
    /// </summary>
    /// <param name="from">The first moment of the period in which lists were shown and ratings were predicted.</param>
    /// <param name="to">The first moment after the period.</param>
    public async Task<IReadOnlyList<OnlineMeasure>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        await using var batch = Batch(OnlineSumsSql.ByVersion, from, to, out _);
        await using var reader = await ExecuteAsync(batch, cancellationToken);
        var rows = new List<(string Version, string Strategy, string Measure, RatioMoments Moments)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetString(6), reader.GetString(7), reader.GetString(8), Moments(reader, 0)));
        return
        [
            .. rows.GroupBy(row => (row.Version, row.Strategy), row => (row.Measure, row.Moments))
                .Select(rows => Measure(rows.Key.Version, rows.Key.Strategy, rows.ToDictionary())),
        ];
    }

    /// <summary>
    /// Returns the results of one version, or of all versions together, with one query for any number of versions.
    /// </summary>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after the period.</param>
    /// <param name="only">The only version to measure; <see langword="null"/> for all.</param>
    /// <param name="except">A version to leave out.</param>
    public async Task<VersionRecord> ReadRecordAsync(
        DateTimeOffset from, DateTimeOffset to, ModelVersion? only = null, ModelVersion? except = null,
        CancellationToken cancellationToken = default)
    {
        await using var batch = Batch(OnlineSumsSql.Together, from, to, out var command);
        command.Parameters.AddNullable(only?.ToString(), NpgsqlDbType.Text);
        command.Parameters.AddNullable(except?.ToString(), NpgsqlDbType.Text);
        await using var reader = await ExecuteAsync(batch, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var hits = Moments(reader, 0);
        return new VersionRecord((int)reader.GetInt64(18), (long)hits.Y, hits, Moments(reader, 6), Moments(reader, 12));
    }

    private NpgsqlBatch Batch(string sql, DateTimeOffset from, DateTimeOffset to, out NpgsqlBatchCommand command)
    {
        var batch = dataSource.CreateBatch();
        // Both in one transaction, with which the settings end.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OnlineSumsSql.Settings));
        command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add<DateTime>(from.UtcDateTime);
        command.Parameters.Add<DateTime>(to.UtcDateTime);
        command.Parameters.Add<TimeSpan>(Attribution);
        batch.BatchCommands.Add(command);
        return batch;
    }

    private static async Task<NpgsqlDataReader> ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return reader;
    }

    private static OnlineMeasure Measure(string version, string strategy, Dictionary<string, RatioMoments> moments)
    {
        var hits = moments.GetValueOrDefault(OnlineSumsSql.HitRate);
        return new OnlineMeasure(
            version, strategy, (int)hits.Users, (long)hits.Y, (long)hits.X, hits.Ratio(),
            moments.GetValueOrDefault(OnlineSumsSql.RecommendedRating).Ratio(),
            moments.GetValueOrDefault(OnlineSumsSql.SquaredError).RootRatio());
    }

    private static RatioMoments Moments(NpgsqlDataReader reader, int first) => new(
        reader.GetInt64(first), reader.GetDouble(first + 1), reader.GetDouble(first + 2), reader.GetDouble(first + 3),
        reader.GetDouble(first + 4), reader.GetDouble(first + 5));
}
