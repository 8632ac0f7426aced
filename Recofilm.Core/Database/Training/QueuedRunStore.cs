using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Training;

/// <summary>
/// The part of the log of training runs that backs the queue: it records which runs wait and which process trains them.
/// Messages may be lost or come twice, so this record decides.
/// </summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class QueuedRunStore(NpgsqlDataSource dataSource, TimeProvider timeProvider)
{
    /// <summary>
    /// Closes runs whose process is gone: a run from the queue waits again, any other run has failed. $1 is the time;
    /// more conditions may follow.
    /// </summary>
    internal const string CloseInterrupted =
        """
        UPDATE training_runs
        SET status = CASE WHEN attempts > 0 THEN 'queued' ELSE 'failed' END,
            finished_at = CASE WHEN attempts = 0 THEN greatest($1, started_at) END,
            error = CASE WHEN attempts = 0 THEN 'The process ended during ' || coalesce('step ' || step, 'its start') || '.' END,
            started_at = CASE WHEN attempts = 0 THEN started_at END
        WHERE status = 'running'
        """;

    // Instances take turns, so that the second of two simultaneous requests sees the result of the first.
    private const string TakeTurn = "SELECT pg_advisory_xact_lock(hashtextextended('training_runs', 0))";

    private const string EnqueueSql =
        """
        WITH waiting AS (
            SELECT run_id, trigger, kind FROM training_runs
            WHERE (status = 'queued' OR (status = 'running' AND $4)) AND kind IN ($2, 'full')
            ORDER BY run_id LIMIT 1
        ), unsent AS (
            UPDATE training_runs SET sent_at = $3
            WHERE run_id = (SELECT run_id FROM waiting) AND status = 'queued' AND sent_at IS NULL
            RETURNING run_id
        ), added AS (
            INSERT INTO training_runs (trigger, kind, status, queued_at, sent_at)
            SELECT $1, $2, 'queued', $3, $3 WHERE NOT EXISTS (SELECT FROM waiting)
            RETURNING run_id, trigger, kind, false
        )
        SELECT *, NOT EXISTS (SELECT FROM unsent) FROM waiting UNION ALL SELECT * FROM added
        """;

    // A failed run counts from the time of its request, so an old run that is closed late does not
    // count as the latest training.
    private const string EnqueueOverdueSql =
        """
        INSERT INTO training_runs (trigger, kind, status, queued_at, sent_at)
        SELECT $1, 'full', 'queued', $2, $2
        WHERE EXISTS (SELECT FROM training_runs WHERE kind = 'full')
          AND NOT EXISTS (
            SELECT FROM training_runs
            WHERE kind = 'full'
              AND (status IN ('queued', 'running')
                OR CASE WHEN status = 'failed' THEN coalesce(queued_at, started_at) ELSE finished_at END >= $3))
        RETURNING run_id, trigger, kind, false
        """;

    /// <summary>Records a waiting run, unless a run of the same kind or a full one waits already.</summary>
    /// <param name="trigger">The cause of the run, such as "timer" or "operator".</param>
    /// <param name="kind">"full" or "partial".</param>
    /// <param name="orRunning">Whether a run under way counts as a waiting one.</param>
    /// <returns>
    /// The run that will be trained. A caller that gets an unsent run must send its message; no other caller gets it unsent.
    /// </returns>
    public async Task<QueuedRun> EnqueueAsync(
        string trigger, string kind, bool orRunning, CancellationToken cancellationToken = default) =>
        (await InTurnAsync(
            EnqueueSql,
            parameters =>
            {
                parameters.Add<string>(trigger);
                parameters.Add<string>(kind);
                parameters.Add<DateTime>(Now);
                parameters.Add<bool>(orRunning);
            },
            cancellationToken)).Single();

    /// <summary>
    /// Records a waiting full run if the last full training is older than the time at which one was due. No training is
    /// overdue in a database that never recorded a full one.
    /// </summary>
    /// <param name="trigger">The cause of the run, for the log.</param>
    /// <param name="due">The time at which a full training was due.</param>
    /// <returns>The run; <see langword="null"/> when no training is overdue or another instance has recorded the run.</returns>
    public async Task<QueuedRun?> EnqueueOverdueAsync(
        string trigger, DateTimeOffset due, CancellationToken cancellationToken = default) =>
        (await InTurnAsync(
            EnqueueOverdueSql,
            parameters =>
            {
                parameters.Add<string>(trigger);
                parameters.Add<DateTime>(Now);
                parameters.Add<DateTime>(due.UtcDateTime);
            },
            cancellationToken)).SingleOrDefault();

    /// <summary>Records that a run's message could not be sent. The next caller that enqueues the run sends it.</summary>
    public Task NotSentAsync(long runId, CancellationToken cancellationToken = default) => ExecuteAsync(
        "UPDATE training_runs SET sent_at = NULL WHERE run_id = $1",
        parameters => parameters.Add<long>(runId), cancellationToken);

    /// <summary>Records that a run's message was sent now.</summary>
    public Task SentAsync(long runId, CancellationToken cancellationToken = default) => ExecuteAsync(
        "UPDATE training_runs SET sent_at = $2 WHERE run_id = $1",
        parameters =>
        {
            parameters.Add<long>(runId);
            parameters.Add<DateTime>(Now);
        },
        cancellationToken);

    /// <summary>
    /// Claims a run for the caller, who holds the training lease. The run may wait or be one that its process left
    /// unfinished. Other unfinished runs are closed.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="parametersJson">A JSON object of the parameters of training.</param>
    /// <param name="maximumAttempts">The largest number of attempts at a run.</param>
    public async Task<RunClaim> ClaimAsync(
        long runId, string parametersJson, int maximumAttempts, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            WITH interrupted AS ({CloseInterrupted} AND run_id <> $2), claimed AS (
                UPDATE training_runs
                SET status = 'running', started_at = $1, attempts = attempts + 1, parameters = $3, step = NULL, steps = '[]',
                    data_fingerprint = NULL
                WHERE run_id = $2 AND status IN ('queued', 'running') AND attempts < $4
                RETURNING run_id, attempts
            )
            SELECT claimed.attempts, run.finished_at IS NOT NULL
            FROM training_runs run LEFT JOIN claimed USING (run_id)
            WHERE run_id = $2
            """);
        command.Parameters.Add<DateTime>(Now);
        command.Parameters.Add<long>(runId);
        command.Parameters.AddNullable(parametersJson, NpgsqlDbType.Jsonb);
        command.Parameters.Add<int>(maximumAttempts);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new RunClaim(RunClaimOutcome.Unknown, 0);
        if (!reader.IsDBNull(0))
            return new RunClaim(RunClaimOutcome.Claimed, reader.GetInt32(0));
        return new RunClaim(reader.GetBoolean(1) ? RunClaimOutcome.Finished : RunClaimOutcome.Exhausted, 0);
    }

    /// <summary>Returns an unfinished run of the caller to the queue.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="attempt">
    /// The caller's attempt; a run in a later attempt belongs to another process and is left alone.
    /// </param>
    /// <param name="counts">Whether the attempt is used up: not when the program was asked to stop.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task RequeueAsync(
        long runId, int attempt, bool counts, CancellationToken cancellationToken = default) => ExecuteAsync(
        """
        UPDATE training_runs SET status = 'queued', started_at = NULL, attempts = attempts - CASE WHEN $3 THEN 0 ELSE 1 END
        WHERE run_id = $1 AND status = 'running' AND attempts = $2
        """,
        parameters =>
        {
            parameters.Add<long>(runId);
            parameters.Add<int>(attempt);
            parameters.Add<bool>(counts);
        },
        cancellationToken);

    /// <summary>Records that a run failed and will not be attempted again.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="error">The reason.</param>
    /// <param name="evenRunning">Whether the caller holds the training lease, so that no run is really under way.</param>
    /// <returns>Whether the failure was recorded.</returns>
    public async Task<bool> GiveUpAsync(
        long runId, string error, bool evenRunning, CancellationToken cancellationToken = default) =>
        await ExecuteAsync(
            """
            UPDATE training_runs SET status = 'failed', error = $2, finished_at = greatest($3, started_at)
            WHERE run_id = $1 AND (status = 'queued' OR (status = 'running' AND $4))
            """,
            parameters =>
            {
                parameters.Add<long>(runId);
                parameters.Add<string>(error);
                parameters.Add<DateTime>(Now);
                parameters.Add<bool>(evenRunning);
            },
            cancellationToken) > 0;

    /// <summary>Returns whether a run has ended, with any outcome.</summary>
    public async Task<bool> IsFinishedAsync(long runId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT EXISTS (SELECT FROM training_runs WHERE run_id = $1 AND finished_at IS NOT NULL)");
        command.Parameters.Add<long>(runId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Closes the unfinished runs that began before a time at which nobody held the training lease.</summary>
    public Task CloseInterruptedAsync(
        DateTimeOffset startedBefore, CancellationToken cancellationToken = default) => ExecuteAsync(
        $"{CloseInterrupted} AND started_at < $2",
        parameters =>
        {
            parameters.Add<DateTime>(Now);
            parameters.Add<DateTime>(startedBefore.UtcDateTime);
        },
        cancellationToken);

    /// <summary>
    /// Takes the waiting runs whose messages were not sent since a time. The caller must send the messages; no other caller
    /// gets these runs for the same length of time.
    /// </summary>
    public Task<IReadOnlyList<QueuedRun>> TakeUnsentAsync(DateTimeOffset since, CancellationToken cancellationToken = default) =>
        InTurnAsync(
            """
            UPDATE training_runs SET sent_at = $1
            WHERE status = 'queued' AND coalesce(sent_at, queued_at) < $2
            RETURNING run_id, trigger, kind, false
            """,
            parameters =>
            {
                parameters.Add<DateTime>(Now);
                parameters.Add<DateTime>(since.UtcDateTime);
            },
            cancellationToken);

    private DateTime Now => timeProvider.GetUtcNow().UtcDateTime;

    private async Task<IReadOnlyList<QueuedRun>> InTurnAsync(
        string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(TakeTurn));
        var command = new NpgsqlBatchCommand(sql);
        add(command.Parameters);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var runs = new List<QueuedRun>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(new QueuedRun(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3)));
        return runs;
    }

    private async Task<int> ExecuteAsync(
        string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        add(command.Parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
