using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Bulk;

namespace Recofilm.Core.Database.BlobImports;

/// <summary>Records imports of blobs, and which of them an instance may make.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class ImportStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const string Columns =
        "import_id, status, kind, blob, skip_rejected, bytes, total_bytes, report, queued_at, started_at, finished_at, error";

    /// <summary>Records a waiting import.</summary>
    /// <param name="importId">The identifier.</param>
    /// <param name="table">The kind of rows.</param>
    /// <param name="blob">The name of the blob.</param>
    /// <param name="skipRejected">Whether bad lines are left out.</param>
    public async Task<ImportRecord> AddAsync(
        Guid importId, string table, string blob, bool skipRejected, CancellationToken cancellationToken = default) =>
        (await ReadAsync(
            $"""
            INSERT INTO imports (import_id, status, kind, blob, skip_rejected, queued_at)
            VALUES ($1, 'queued', $2, $3, $4, $5)
            RETURNING {Columns}
            """,
            parameters =>
            {
                parameters.Add<Guid>(importId);
                parameters.Add<string>(table);
                parameters.Add<string>(blob);
                parameters.Add<bool>(skipRejected);
                parameters.Add<DateTime>(Now);
            },
            cancellationToken))!;

    /// <summary>Deletes an import whose message could not be sent.</summary>
    public Task RemoveAsync(Guid importId, CancellationToken cancellationToken = default) => ExecuteAsync(
        "DELETE FROM imports WHERE import_id = $1", parameters => parameters.Add<Guid>(importId), cancellationToken);

    /// <summary>Returns an import, or <see langword="null"/>.</summary>
    public Task<ImportRecord?> FindAsync(Guid importId, CancellationToken cancellationToken = default) => ReadAsync(
        $"SELECT {Columns} FROM imports WHERE import_id = $1", parameters => parameters.Add<Guid>(importId), cancellationToken);

    /// <summary>Begins an attempt at an unfinished import.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="maximumAttempts">The largest number of attempts.</param>
    /// <returns>The number of this attempt, or <see langword="null"/> when it is finished or its attempts are used up.</returns>
    public async Task<int?> ClaimAsync(Guid importId, int maximumAttempts, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE imports SET status = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $2)
            WHERE import_id = $1 AND status IN ('queued', 'running') AND attempts < $3
            RETURNING attempts
            """);
        command.Parameters.Add<Guid>(importId);
        command.Parameters.Add<DateTime>(Now);
        command.Parameters.Add<int>(maximumAttempts);
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Records how much of the blob a running import has read.</summary>
    public Task RecordProgressAsync(
        Guid importId, long bytes, long totalBytes, CancellationToken cancellationToken = default) => ExecuteAsync(
        "UPDATE imports SET bytes = $2, total_bytes = $3 WHERE import_id = $1 AND status = 'running'",
        parameters =>
        {
            parameters.Add<Guid>(importId);
            parameters.Add<long>(bytes);
            parameters.Add<long>(totalBytes);
        },
        cancellationToken);

    /// <summary>Returns a running import of the caller, whose instance stops, to the queue; the attempt does not count.</summary>
    public Task RequeueAsync(Guid importId, CancellationToken cancellationToken = default) => ExecuteAsync(
        "UPDATE imports SET status = 'queued', attempts = attempts - 1 WHERE import_id = $1 AND status = 'running'",
        parameters => parameters.Add<Guid>(importId), cancellationToken);

    /// <summary>Records the end of an unfinished import.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="report">The counts and rejected lines, if it came so far.</param>
    /// <param name="error">The reason of a failure; <see langword="null"/> for a completed import.</param>
    /// <returns>Whether the end was recorded.</returns>
    public async Task<bool> FinishAsync(
        Guid importId, BulkReport? report, string? error, CancellationToken cancellationToken = default) =>
        await ExecuteAsync(
            """
            UPDATE imports SET status = CASE WHEN $3 IS NULL THEN 'completed' ELSE 'failed' END, report = $2, error = $3,
                finished_at = $4
            WHERE import_id = $1 AND status IN ('queued', 'running')
            """,
            parameters =>
            {
                parameters.Add<Guid>(importId);
                parameters.AddNullable(
                    report is null ? null : JsonSerializer.Serialize(report, ImportReportJson.Default.BulkReport),
                    NpgsqlDbType.Jsonb);
                parameters.AddNullable(error, NpgsqlDbType.Text);
                parameters.Add<DateTime>(Now);
            },
            cancellationToken) > 0;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<ImportRecord?> ReadAsync(
        string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        add(command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new ImportRecord(
            reader.GetGuid(0), SnakeCase.Parse<ImportStatus>(reader.GetString(1)), reader.GetString(2), reader.GetString(3),
            reader.GetBoolean(4), reader.GetInt64(5), reader.IsDBNull(6) ? null : reader.GetInt64(6),
            reader.IsDBNull(7) ? null : JsonSerializer.Deserialize(reader.GetString(7), ImportReportJson.Default.BulkReport),
            reader.GetFieldValue<DateTimeOffset>(8), TimeAt(9), TimeAt(10), reader.IsDBNull(11) ? null : reader.GetString(11));

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

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BulkReport))]
internal sealed partial class ImportReportJson : JsonSerializerContext;
