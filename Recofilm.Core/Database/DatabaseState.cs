using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>A database that answers: what it is, whether it has the schema of this program, and how much it holds.</summary>
/// <param name="ServerVersion">PostgreSQL's version, such as "17.2".</param>
/// <param name="MissingMigrations">Migrations of this program that it lacks, in order.</param>
/// <param name="UnknownMigrations">Migrations that it has and this program does not know: it was migrated by a later one.</param>
/// <param name="Counts">Rows by table; empty while migrations are missing.</param>
public sealed record DatabaseState(
    string ServerVersion, IReadOnlyList<string> MissingMigrations, IReadOnlyList<string> UnknownMigrations,
    IReadOnlyList<RowCount> Counts)
{
    // Counting more rows than this takes longer than whoever looks wants to wait.
    private const double Countable = 5_000_000;

    private static readonly string[] _tables = ["movies", "users", "ratings", "tags", "dismissals", "recommendations", "events"];

    /// <summary>Looks now, and changes nothing.</summary>
    /// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NpgsqlException">It cannot be reached, or does not let this role look.</exception>
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

/// <summary>How many rows a table has.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsEstimate">Whether that is PostgreSQL's estimate, as for large tables.</param>
public sealed record RowCount(string Table, long Rows, bool IsEstimate);
