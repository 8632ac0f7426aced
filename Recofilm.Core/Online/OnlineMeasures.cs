using Npgsql;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;

namespace Recofilm.Core.Online;

/// <summary>
/// How model versions do with real users: measured from the lists that were shown, the events and ratings that followed,
/// and the predictions that were made before ratings were known.
/// </summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
/// <param name="time">The clock.</param>
public sealed class OnlineMeasures(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>Stands for all strategies together, and for ratings of movies that no list had shown.</summary>
    public const string AllStrategies = "all";

    /// <summary>How far back is looked unless a period is given.</summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(14);

    /// <summary>For how long after a list a rating of one of its movies is put down to it.</summary>
    public static readonly TimeSpan Attribution = TimeSpan.FromDays(7);

    /// <summary>The measures of the last <see cref="DefaultPeriod"/>.</summary>
    public Task<IReadOnlyList<OnlineMeasure>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();

        // What is being shown at this moment belongs to the period.
        return ReadAsync(now - DefaultPeriod, now + TimeSpan.FromMinutes(1), cancellationToken);
    }

    /// <summary>The measures by version, newest first, and strategy; versions without any are left out.</summary>
    /// <param name="from">The first moment of the period: of lists being shown and of ratings being predicted.</param>
    /// <param name="to">The first moment after it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<OnlineMeasure>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        await using var command = Command(OnlineSumsSql.Moments, from, to);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var measures = new List<OnlineMeasure>();
        while (await reader.ReadAsync(cancellationToken))
            measures.Add(Read(reader));
        return measures;
    }

    /// <summary>The sums of every user under one version and strategy, by user: what comparisons of versions start from.</summary>
    /// <param name="version">The version.</param>
    /// <param name="strategy">A strategy, or <see cref="AllStrategies"/>.</param>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UserOnlineSums>> ReadByUserAsync(
        ModelVersion version, string strategy, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken = default)
    {
        await using var command = Command(OnlineSumsSql.Users, from, to);
        command.Parameters.Add<string>(version.ToString());
        command.Parameters.Add<string>(strategy);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var users = new List<UserOnlineSums>();
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(new UserOnlineSums(
                version.ToString(), strategy, reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3),
                reader.GetDouble(4), reader.GetInt32(5), reader.GetDouble(6)));
        }

        return users;
    }

    private NpgsqlCommand Command(string sql, DateTimeOffset from, DateTimeOffset to)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add<DateTime>(from.UtcDateTime);
        command.Parameters.Add<DateTime>(to.UtcDateTime);
        command.Parameters.Add<TimeSpan>(Attribution);
        return command;
    }

    private static OnlineMeasure Read(NpgsqlDataReader reader)
    {
        var (hits, lists) = (reader.GetDouble(2), reader.GetDouble(3));
        return new OnlineMeasure(
            reader.GetString(0), reader.GetString(1), (int)reader.GetInt64(4), (long)lists, (long)hits,
            new RatioMoments(
                reader.GetInt64(4), hits, lists, reader.GetDouble(5), reader.GetDouble(6), reader.GetDouble(7)).Ratio(),
            Moments(reader, 8).Ratio(), Moments(reader, 14).RootRatio());
    }

    private static RatioMoments Moments(NpgsqlDataReader reader, int first) => new(
        reader.GetInt64(first), reader.GetDouble(first + 1), reader.GetDouble(first + 2), reader.GetDouble(first + 3),
        reader.GetDouble(first + 4), reader.GetDouble(first + 5));
}
