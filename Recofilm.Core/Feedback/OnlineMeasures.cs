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
        await using var command = Command(OnlineSumsSql.ByVersion, from, to);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var measures = new List<OnlineMeasure>();
        while (await reader.ReadAsync(cancellationToken))
            measures.Add(ReadMeasure(reader));
        return measures;
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
        await using var command = Command(OnlineSumsSql.Together, from, to);
        command.Parameters.AddNullable(only?.ToString(), NpgsqlDbType.Text);
        command.Parameters.AddNullable(except?.ToString(), NpgsqlDbType.Text);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new VersionRecord(
            (int)reader.GetInt64(18), (long)reader.GetDouble(1), HitRate(reader), Moments(reader, 6), Moments(reader, 12));
    }

    private NpgsqlCommand Command(string sql, DateTimeOffset from, DateTimeOffset to)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add<DateTime>(from.UtcDateTime);
        command.Parameters.Add<DateTime>(to.UtcDateTime);
        command.Parameters.Add<TimeSpan>(Attribution);
        return command;
    }

    private static OnlineMeasure ReadMeasure(NpgsqlDataReader reader) => new(
        reader.GetString(18), reader.GetString(19), (int)reader.GetInt64(2), (long)reader.GetDouble(1), (long)reader.GetDouble(0),
        HitRate(reader).Ratio(), Moments(reader, 6).Ratio(), Moments(reader, 12).RootRatio());

    private static RatioMoments HitRate(NpgsqlDataReader reader) => new(
        reader.GetInt64(2), reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(3),
        reader.GetDouble(4), reader.GetDouble(5));

    private static RatioMoments Moments(NpgsqlDataReader reader, int first) => new(
        reader.GetInt64(first), reader.GetDouble(first + 1), reader.GetDouble(first + 2), reader.GetDouble(first + 3),
        reader.GetDouble(first + 4), reader.GetDouble(first + 5));
}
