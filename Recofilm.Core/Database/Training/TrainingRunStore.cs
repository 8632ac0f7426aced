using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Configuration;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Database.Training;

/// <summary>The log of training runs. The caller holds the lease that keeps runs from overlapping.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
/// <param name="timeProvider">The clock that stamps start, steps and end.</param>
public sealed class TrainingRunStore(NpgsqlDataSource dataSource, TimeProvider timeProvider)
{
    private const string Columns =
        """
        run_id, trigger, started_at, finished_at, status, step, data_fingerprint, parameters::text, metrics::text,
        model_version, error, steps::text, kind, queued_at
        """;

    /// <summary>
    /// Records the start of a run that was not queued. Unfinished runs are closed: only one run is under way at a time, so
    /// their processes are gone.
    /// </summary>
    /// <param name="trigger">The cause of the run, such as "command_line".</param>
    /// <param name="kind">"full" or "partial".</param>
    /// <param name="parametersJson">A JSON object of the parameters of training.</param>
    /// <returns>The run's identifier.</returns>
    public async Task<long> StartAsync(
        string trigger, string kind = "full", string parametersJson = "{}", CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            WITH interrupted AS ({QueuedRunStore.CloseInterrupted})
            INSERT INTO training_runs (trigger, kind, parameters, started_at, status) VALUES ($2, $3, $4, $1, 'running')
            RETURNING run_id
            """);
        command.Parameters.Add<DateTime>(Now);
        command.Parameters.Add<string>(trigger);
        command.Parameters.Add<string>(kind);
        command.Parameters.AddNullable(parametersJson, NpgsqlDbType.Jsonb);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Records that a run enters a step now, with the data's fingerprint once it is known.</summary>
    public Task StepAsync(
        long runId, string step, string? dataFingerprint = null, CancellationToken cancellationToken = default) =>
        UpdateAsync(
            runId,
            """
            step = $2, data_fingerprint = coalesce($3, data_fingerprint),
            steps = steps || jsonb_build_array(jsonb_build_object('step', $2, 'started_at', $4))
            """,
            parameters =>
            {
                parameters.Add<string>(step);
                parameters.AddNullable(dataFingerprint, NpgsqlDbType.Text);
                parameters.Add<DateTime>(Now);
            }, cancellationToken);

    /// <summary>Records the end of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="status">Published, unchanged or refused.</param>
    /// <param name="metricsJson">The measured values, a JSON object.</param>
    /// <param name="modelVersion">The version that the run published or that the gate refused.</param>
    /// <exception cref="ArgumentException">The status is that of a queued, running or failed run.</exception>
    public Task FinishAsync(
        long runId, TrainingRunStatus status, string metricsJson = "{}", string? modelVersion = null,
        CancellationToken cancellationToken = default)
    {
        if (status is TrainingRunStatus.Queued or TrainingRunStatus.Running or TrainingRunStatus.Failed)
            throw new ArgumentException($"A run does not finish as {status}.", nameof(status));
        return UpdateAsync(
            runId, "status = $2, metrics = $3, model_version = $4, finished_at = greatest($5, started_at)",
            parameters =>
            {
                parameters.Add<string>(status.ToSnakeCase());
                parameters.AddNullable(metricsJson, NpgsqlDbType.Jsonb);
                parameters.AddNullable(modelVersion, NpgsqlDbType.Text);
                parameters.Add<DateTime>(Now);
            }, cancellationToken);
    }

    /// <summary>Records that the current step of a run failed.</summary>
    public Task FailAsync(long runId, string error, CancellationToken cancellationToken = default) =>
        UpdateAsync(
            runId, "status = 'failed', error = $2, finished_at = greatest($3, started_at)",
            parameters =>
            {
                parameters.Add<string>(error.Replace("\0", "", StringComparison.Ordinal));
                parameters.Add<DateTime>(Now);
            }, cancellationToken);

    /// <summary>Returns the latest runs, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<IReadOnlyList<TrainingRun>> ListAsync(int limit = 20, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, 0);
        await using var command = dataSource.CreateCommand(
            $"SELECT {Columns} FROM training_runs ORDER BY run_id DESC LIMIT $1");
        command.Parameters.Add<int>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<TrainingRun>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(Read(reader));
        return runs;
    }

    /// <summary>Counts the runs that ended, and reads the latest measured values.</summary>
    public async Task<TrainingRunSummary> SummarizeAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT trigger, status, count(*), NULL::text FROM training_runs WHERE finished_at IS NOT NULL GROUP BY trigger, status
            UNION ALL
            (SELECT NULL, NULL, NULL, metrics::text FROM training_runs WHERE metrics <> '{}' ORDER BY run_id DESC LIMIT 1)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<TrainingRunCount>();
        IReadOnlyDictionary<string, double> metrics = new Dictionary<string, double>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(3))
                runs.Add(new TrainingRunCount(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
            else
                metrics = JsonSerializer.Deserialize(reader.GetString(3), ArtifactJson.Default.IReadOnlyDictionaryStringDouble)!;
        }

        return new TrainingRunSummary(runs, metrics);
    }

    private DateTime Now => timeProvider.GetUtcNow().UtcDateTime;

    private async Task UpdateAsync(
        long runId, string assignments, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"UPDATE training_runs SET {assignments} WHERE run_id = $1 AND status = 'running'");
        command.Parameters.Add<long>(runId);
        add(command.Parameters);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw new InvalidOperationException($"Training run {runId} is not running.");
    }

    private static TrainingRun Read(NpgsqlDataReader reader)
    {
        string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
        DateTimeOffset? Time(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<DateTimeOffset>(ordinal);

        var finishedAt = Time(3);
        return new TrainingRun(
            reader.GetInt64(0), reader.GetString(1), reader.GetString(12), Time(13), Time(2), finishedAt,
            SnakeCase.Parse<TrainingRunStatus>(reader.GetString(4)),
            Text(5), Text(6), reader.GetString(7), reader.GetString(8), Text(9), Text(10))
        {
            Steps = TrainingStepTime.Read(reader.GetString(11), finishedAt),
        };
    }
}
