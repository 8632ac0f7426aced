using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>
/// The state of a database that answers: its server, its schema compared with this program's, and its row counts.
/// </summary>
/// <param name="ServerVersion">PostgreSQL's version, such as "17.2".</param>
/// <param name="MissingMigrations">Migrations of this program that the database lacks, in order.</param>
/// <param name="UnknownMigrations">
/// Migrations that the database has and this program does not know: a later program made them.
/// </param>
/// <param name="Counts">Rows by table; empty while migrations are missing.</param>
public sealed record DatabaseState(
    string ServerVersion, IReadOnlyList<string> MissingMigrations, IReadOnlyList<string> UnknownMigrations,
    IReadOnlyList<RowCount> Counts)
{
    // An exact count of more rows than this takes too long for somebody who waits for it.
    private const double Countable = 5_000_000;

    private static readonly string[] _tables = ["movies", "users", "ratings", "tags", "dismissals", "recommendations", "events"];

    /// <summary>Reads the current state and changes nothing.</summary>
    /// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached, or does not let this role read.</exception>
    public static async Task<DatabaseState> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var applied = await DatabaseMigrator.ReadAppliedAsync(connection, cancellationToken);
        string[] missing = [.. DatabaseMigrator.Scripts.Except(applied)];
        string[] unknown = [.. applied.Except(DatabaseMigrator.Scripts)];
        var counts = new List<RowCount>();
        if (missing.Length == 0)
        {
            foreach (var table in _tables)
                counts.Add(await CountAsync(connection, table, cancellationToken));
        }

        return new DatabaseState(connection.PostgreSqlVersion.ToString(), missing, unknown, counts);
    }

    private static async Task<RowCount> CountAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var estimate = await AskAsync<float>("SELECT reltuples FROM pg_class WHERE oid = $1::regclass", table);
        return estimate > Countable
            ? new RowCount(table, (long)estimate, IsEstimate: true)
            : new RowCount(table, await AskAsync<long>($"SELECT count(*) FROM {table}"), IsEstimate: false);

        async Task<T> AskAsync<T>(string sql, string? name = null)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            if (name is not null)
                command.Parameters.Add<string>(name);
            return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
    }
}

/// <summary>The number of rows of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="IsEstimate">Whether the number is PostgreSQL's estimate, as for large tables.</param>
public sealed record RowCount(string Table, long Rows, bool IsEstimate);
