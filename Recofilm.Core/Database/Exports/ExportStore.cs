using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Database.Exports;

/// <summary>Records exports of lists, and which of them an instance may make.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class ExportStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const string Columns =
        "export_id, status, request, blob, users, total_users, row_count, model_version, queued_at, started_at, finished_at, "
            + "error";

    /// <summary>Records a waiting export.</summary>
    /// <param name="exportId">The identifier.</param>
    /// <param name="requestJson">The request, a JSON object.</param>
    /// <param name="blob">The name of the output.</param>
    public async Task<ExportRecord> AddAsync(
        Guid exportId, string requestJson, string blob, CancellationToken cancellationToken = default) =>
        (await ReadAsync(
            $"""
            INSERT INTO exports (export_id, status, request, blob, queued_at) VALUES ($1, 'queued', $2, $3, $4)
            RETURNING {Columns}
            """,
            parameters =>
            {
                parameters.Add<Guid>(exportId);
                parameters.AddNullable(requestJson, NpgsqlDbType.Jsonb);
                parameters.Add<string>(blob);
                parameters.Add<DateTime>(Now);
            },
            cancellationToken))!;

    /// <summary>Deletes an export whose message could not be sent.</summary>
    public Task RemoveAsync(Guid exportId, CancellationToken cancellationToken = default) => ExecuteAsync(
        "DELETE FROM exports WHERE export_id = $1", parameters => parameters.Add<Guid>(exportId), cancellationToken);

    /// <summary>Returns an export, or <see langword="null"/>.</summary>
    public Task<ExportRecord?> FindAsync(Guid exportId, CancellationToken cancellationToken = default) => ReadAsync(
        $"SELECT {Columns} FROM exports WHERE export_id = $1", parameters => parameters.Add<Guid>(exportId), cancellationToken);

    /// <summary>Claims an unfinished export for the caller, who holds the lease of its output.</summary>
    /// <param name="exportId">The export.</param>
    /// <param name="maximumAttempts">The largest number of attempts.</param>
    /// <returns>The number of this attempt, or <see langword="null"/> when it is finished or its attempts are used up.</returns>
    public async Task<int?> ClaimAsync(Guid exportId, int maximumAttempts, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE exports SET status = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $2)
            WHERE export_id = $1 AND status IN ('queued', 'running') AND attempts < $3
            RETURNING attempts
            """);
        command.Parameters.Add<Guid>(exportId);
        command.Parameters.Add<DateTime>(Now);
        command.Parameters.Add<int>(maximumAttempts);
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Records the progress of a running export.</summary>
    /// <param name="exportId">The export.</param>
    /// <param name="modelVersion">The model.</param>
    /// <param name="users">The users whose lists are made.</param>
    /// <param name="totalUsers">All users of the export.</param>
    /// <param name="rows">The movies of the lists that are made.</param>
    /// <param name="isCompleted">Whether the output is complete.</param>
    public Task RecordAsync(
        Guid exportId, string modelVersion, long users, long totalUsers, long rows, bool isCompleted,
        CancellationToken cancellationToken = default) => ExecuteAsync(
        """
        UPDATE exports
        SET model_version = $2, users = $3, total_users = $4, row_count = $5,
            status = CASE WHEN $6 THEN 'completed' ELSE status END, finished_at = CASE WHEN $6 THEN $7 END
        WHERE export_id = $1 AND status = 'running'
        """,
        parameters =>
        {
            parameters.Add<Guid>(exportId);
            parameters.Add<string>(modelVersion);
            parameters.Add<long>(users);
            parameters.Add<long>(totalUsers);
            parameters.Add<long>(rows);
            parameters.Add<bool>(isCompleted);
            parameters.Add<DateTime>(Now);
        },
        cancellationToken);

    /// <summary>Returns a running export of the caller, whose instance stops, to the queue; the attempt does not count.</summary>
    public Task RequeueAsync(Guid exportId, CancellationToken cancellationToken = default) => ExecuteAsync(
        "UPDATE exports SET status = 'queued', attempts = attempts - 1 WHERE export_id = $1 AND status = 'running'",
        parameters => parameters.Add<Guid>(exportId), cancellationToken);

    /// <summary>Records that an unfinished export failed and will not be attempted again.</summary>
    /// <returns>Whether the failure was recorded.</returns>
    public async Task<bool> FailAsync(Guid exportId, string error, CancellationToken cancellationToken = default) =>
        await ExecuteAsync(
            """
            UPDATE exports SET status = 'failed', error = $2, finished_at = $3
            WHERE export_id = $1 AND status IN ('queued', 'running')
            """,
            parameters =>
            {
                parameters.Add<Guid>(exportId);
                parameters.Add<string>(error);
                parameters.Add<DateTime>(Now);
            },
            cancellationToken) > 0;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<ExportRecord?> ReadAsync(
        string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        add(command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new ExportRecord(
            reader.GetGuid(0), SnakeCase.Parse<ExportStatus>(reader.GetString(1)), reader.GetString(2), reader.GetString(3),
            reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetInt64(5), reader.GetInt64(6),
            reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetFieldValue<DateTimeOffset>(8), TimeAt(9), TimeAt(10),
            reader.IsDBNull(11) ? null : reader.GetString(11));

        DateTimeOffset? TimeAt(int column) =>
            reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }

    private async Task<int> ExecuteAsync(
        string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        add(command.Parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
