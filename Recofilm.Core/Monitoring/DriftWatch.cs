using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Feedback;

namespace Recofilm.Core.Monitoring;

/// <summary>The state of a measure against its band.</summary>
/// <param name="Measure">The name of the measure.</param>
/// <param name="IsOut">Whether the measure has been outside its band for the set time.</param>
/// <param name="Fires">Whether a training is due: the measure is out, and none was started for it within the window.</param>
/// <param name="Description">The figures.</param>
public sealed record DriftState(string Measure, bool IsOut, bool Fires, string Description);

/// <summary>A measure outside its band.</summary>
/// <param name="Measure">The name of the measure.</param>
/// <param name="OutSince">The time at which the measure left its band, UTC.</param>
/// <param name="TrainedAt">The time at which it last started a training, UTC.</param>
public sealed record DriftingMeasure(string Measure, DateTimeOffset OutSince, DateTimeOffset? TrainedAt);

/// <summary>
/// Compares the latest time span with the one before it. The database keeps the time at which a measure left its band, so
/// any instance may make the comparison.
/// </summary>
/// <param name="measures">The measures of models with real users.</param>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
/// <param name="options">The bands and time spans.</param>
public sealed class DriftWatch(
    OnlineMeasures measures, NpgsqlDataSource dataSource, IOptions<DriftOptions> options, TimeProvider time)
{
    // A difference that chance explains is not drift, however narrow the band.
    private const double StandardErrors = 2;

    private const string LeaveSql =
        """
        INSERT INTO drift (measure, out_since) VALUES ($1, $2)
        ON CONFLICT (measure) DO UPDATE SET measure = excluded.measure
        RETURNING out_since, fired_at
        """;

    private const string FindSql =
        """
        SELECT coalesce(out_since, $2), fired_at
        FROM (SELECT $1 AS measure) wanted LEFT JOIN drift USING (measure)
        """;

    /// <summary>Compares now and records the measures outside their bands. Leaves out measures of too few users.</summary>
    public Task<IReadOnlyList<DriftState>> LookAsync(CancellationToken cancellationToken = default) =>
        LookAsync(remember: true, cancellationToken);

    /// <summary>Compares now without recording the result.</summary>
    public Task<IReadOnlyList<DriftState>> PeekAsync(CancellationToken cancellationToken = default) =>
        LookAsync(remember: false, cancellationToken);

    private async Task<IReadOnlyList<DriftState>> LookAsync(bool remember, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var start = now - options.Value.Window;
        var before = await measures.ReadRecordAsync(
            start - options.Value.ReferencePeriod, start, cancellationToken: cancellationToken);
        var after = await measures.ReadRecordAsync(start, now, cancellationToken: cancellationToken);
        var states = new List<DriftState>();
        foreach (var measure in OnlineComparison.Of(before, after, options.Value.MinimumUsers))
            states.Add(await JudgeAsync(measure, now, remember, cancellationToken));
        return states;
    }

    /// <summary>Lists the measures that the last recorded comparison found outside their bands.</summary>
    public async Task<IReadOnlyList<DriftingMeasure>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("SELECT measure, out_since, fired_at FROM drift ORDER BY measure");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var measures = new List<DriftingMeasure>();
        while (await reader.ReadAsync(cancellationToken))
        {
            measures.Add(new DriftingMeasure(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return measures;
    }

    /// <summary>Records that a measure started a training.</summary>
    public async Task FiredAsync(string measure, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("UPDATE drift SET fired_at = $2 WHERE measure = $1");
        command.Parameters.Add<string>(measure);
        command.Parameters.Add<DateTime>(time.GetUtcNow().UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<DriftState> JudgeAsync(
        OnlineComparison measure, DateTimeOffset now, bool remember, CancellationToken cancellationToken)
    {
        var band = measure.Measure == OnlineComparison.HitRate ? options.Value.HitRateBand : options.Value.RmseBand;
        var description = FormattableString.Invariant($"{measure.Measure} {measure.After:F4} after {measure.Before:F4}");
        if (measure.Loss <= band || measure.StandardErrors <= StandardErrors)
        {
            if (remember)
                await ReturnedAsync(measure.Measure, cancellationToken);
            return new DriftState(measure.Measure, IsOut: false, Fires: false, description);
        }

        var (since, fired) = await LeftAsync(remember ? LeaveSql : FindSql, measure.Measure, now, cancellationToken);
        var isOut = now - since >= options.Value.HoldTime;
        return new DriftState(measure.Measure, isOut, isOut && !(now - fired < options.Value.Window), description);
    }

    private async Task ReturnedAsync(string measure, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("DELETE FROM drift WHERE measure = $1");
        command.Parameters.Add<string>(measure);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<(DateTimeOffset Since, DateTimeOffset? Fired)> LeftAsync(
        string sql, string measure, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.Add<string>(measure);
        command.Parameters.Add<DateTime>(now.UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (
            reader.GetFieldValue<DateTimeOffset>(0),
            await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }
}
