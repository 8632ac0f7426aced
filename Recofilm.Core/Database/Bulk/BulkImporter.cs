using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database.Import;

namespace Recofilm.Core.Database.Bulk;

/// <summary>
/// Imports a stream of lines into the database in one transaction: a binary COPY fills a temporary table, and a few statements
/// merge it. Importing the same lines again changes nothing.
/// </summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.CreateBulk"/> opens it.</param>
/// <param name="time">The clock; an import refuses times in the future.</param>
public sealed class BulkImporter(
    [FromKeyedServices(RecofilmDataSource.Bulk)] NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>Imports all lines of a stream.</summary>
    /// <param name="tableName">One of <see cref="BulkTable.Names"/>.</param>
    /// <param name="content">The lines, in UTF-8.</param>
    /// <param name="options">The format of the lines and the handling of bad ones.</param>
    /// <param name="bytesRead">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the import and leaves the database unchanged.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    /// <exception cref="BulkFormatException">No line can be read; the message says why.</exception>
    /// <exception cref="NpgsqlException">The database failed.</exception>
    public async Task<BulkReport> ImportAsync(
        string tableName, Stream content, BulkOptions options, IProgress<long>? bytesRead = null,
        CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var table = BulkTable.Of(tableName, time.GetUtcNow());
        var rejections = new BulkRejections();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(StagingSql(table), cancellationToken);
        var staged = await StageAsync(connection, table, content, options, rejections, bytesRead, cancellationToken);
        long inserted = 0, updated = 0;
        var isAborted = rejections.Lines > 0 && !options.SkipRejected;
        IReadOnlyList<MergeStep> steps = options.CreateUsers && tableName is "ratings" or "tags"
            ? [.. MergeSteps.CreateUsers, .. table.Steps]
            : table.Steps;
        foreach (var step in isAborted ? [] : steps)
        {
            switch (step)
            {
                case RejectStep reject:
                    staged -= await RejectAsync(connection, reject, rejections, cancellationToken);
                    isAborted = rejections.Lines > 0 && !options.SkipRejected;
                    break;
                case WriteStep write when !isAborted:
                    (inserted, updated) = await WriteAsync(connection, tableName, write, cancellationToken);
                    break;
                case ExecuteStep:
                    await connection.ExecuteAsync(step.Sql, cancellationToken);
                    break;
            }
        }

        // A commit that is interrupted may have happened, so only a commit that has not begun is cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        if (!isAborted)
            await transaction.CommitAsync(CancellationToken.None);
        return new BulkReport(
            inserted, updated, isAborted ? 0 : staged - inserted - updated, rejections.Lines, rejections.Samples, !isAborted,
            time.GetElapsedTime(started));
    }

    private static string StagingSql(BulkTable table) =>
        "SET LOCAL work_mem = '256MB'; CREATE TEMP TABLE staged (line bigint, "
        + string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type.SqlType}")) + ") ON COMMIT DROP";

    // Rows are written synchronously: they fill a buffer, and a state machine per row would cost more than the row.
    private static async Task<long> StageAsync(
        NpgsqlConnection connection, BulkTable table, Stream content, BulkOptions options, BulkRejections rejections,
        IProgress<long>? bytesRead, CancellationToken cancellationToken)
    {
        var row = new BulkRow(table, options, rejections);
        var lines = new LineReader(content, MaxLineBytes);
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY staged (line, {string.Join(", ", table.Fields)}) FROM STDIN (FORMAT binary)", cancellationToken);
        var rows = 0L;
        do
        {
            while (lines.TryRead(out var line))
            {
                if (lines.IsTooLong)
                    rejections.Add(lines.LineNumber, null, $"is longer than {MaxLineBytes} bytes");
                else if (row.TryRead(line, lines.LineNumber) && (options.SkipRejected || rejections.Lines == 0))
                    Write(copy, table, row, lines.LineNumber, ref rows);
            }

            bytesRead?.Report(lines.BytesRead);
        }
        while (await lines.FillAsync(cancellationToken));

        await copy.CompleteAsync(cancellationToken);
        return rows;
    }

    private static void Write(NpgsqlBinaryImporter copy, BulkTable table, BulkRow row, long line, ref long rows)
    {
        copy.StartRow();
        copy.Write(line, NpgsqlDbType.Bigint);
        for (var place = 0; place < table.Columns.Count; place++)
        {
            if (row.Values[place].HasValue)
                table.Columns[place].Type.Write(copy, row.Values[place]);
            else
                copy.WriteNull();
        }

        rows++;
    }

    private static async Task<(long Inserted, long Updated)> WriteAsync(
        NpgsqlConnection connection, string table, WriteStep step, CancellationToken cancellationToken)
    {
        if (step.FirstSql is { } firstSql && await IsEmptyAsync(connection, table, cancellationToken))
        {
            await connection.ExecuteAsync($"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
            if (await IsEmptyAsync(connection, table, cancellationToken))
                return (await WriteFirstAsync(connection, table, firstSql, cancellationToken), 0);
        }

        var counts = await connection.CountAsync(step.Sql, cancellationToken);
        return (counts[0], counts[1]);
    }

    private static async Task<bool> IsEmptyAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken) =>
        (await connection.CountAsync(
            $"""
            SELECT (NOT EXISTS (SELECT FROM {table}) AND pg_has_role(relowner, 'USAGE'))::integer::bigint
            FROM pg_class WHERE oid = '{table}'::regclass
            """, cancellationToken))[0] == 1;

    // For a platform's first import: checking references and growing indexes row by row takes several times as long as doing
    // both at the end, which the owner of an empty table may do.
    private static async Task<long> WriteFirstAsync(
        NpgsqlConnection connection, string table, string sql, CancellationToken cancellationToken)
    {
        var indexes = await TableIndexes.DropAsync(connection, table, cancellationToken);
        var counts = await connection.CountAsync(sql, cancellationToken);
        await indexes.RestoreAsync(connection, cancellationToken);
        return counts[0];
    }

    private static async Task<long> RejectAsync(
        NpgsqlConnection connection, RejectStep step, BulkRejections rejections, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(step.Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var count = 0L;
        for (; await reader.ReadAsync(cancellationToken); count++)
            rejections.Add(reader.GetInt64(0), step.Field, step.Reason);
        return count;
    }
}
