using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>
/// Brings a database to the schema that this program expects: runs the numbered SQL files that the database does not have
/// yet. Deployment and the command line use it; requests never do.
/// </summary>
public static class DatabaseMigrator
{
    // The constant is arbitrary, but every version of the program must use the same one.
    private const long AdvisoryLock = 0x5265636F66696C6D;
    private const string ScriptPrefix = "Recofilm.Core.Database.Migrations.";

    // For the wait for another migrator, and for each script.
    private static readonly TimeSpan _timeout = TimeSpan.FromHours(1);

    /// <summary>The migrations of this program, in order.</summary>
    internal static IReadOnlyList<string> Scripts { get; } =
    [
        .. typeof(DatabaseMigrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => name[ScriptPrefix.Length..]),
    ];

    /// <summary>Returns the migrations that a database has, in the order in which they ran.</summary>
    internal static async Task<IReadOnlyList<string>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var exists = new NpgsqlCommand("SELECT to_regclass('schemaversions') IS NOT NULL", connection))
        {
            if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
                return [];
        }

        await using var command = new NpgsqlCommand(
            "SELECT scriptname FROM schemaversions ORDER BY schemaversionsid", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            names.Add(NameOf(reader.GetString(0)));
        return names;
    }

    /// <summary>Returns the migrations of this program that a database lacks, in order.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<IReadOnlyList<string>> FindMissingAsync(
        NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return [.. Scripts.Except(await ReadAppliedAsync(connection, cancellationToken))];
    }

    /// <summary>
    /// Runs the missing migrations in order, each in its own transaction. Migrators that start at the same
    /// time wait for each other.
    /// </summary>
    /// <param name="connectionString">Names an existing database and a user who may create tables and extensions in it.</param>
    /// <param name="cancellationToken">Ends the wait for other migrators; a running script is not interrupted.</param>
    /// <returns>The names of the scripts that ran, empty when the schema was up to date.</returns>
    /// <exception cref="DatabaseMigrationException">A script failed; earlier ones stay applied.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        string connectionString, CancellationToken cancellationToken = default)
    {
        await using var dataSource = new NpgsqlDataSourceBuilder(connectionString).Build();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection))
        {
            wait.CommandTimeout = (int)_timeout.TotalSeconds;
            wait.Parameters.Add(new NpgsqlParameter<long> { TypedValue = AdvisoryLock });
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        return await Task.Run(() => Upgrade(connectionString), cancellationToken);
    }

    private static List<string> Upgrade(string connectionString)
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(
                Assembly.GetExecutingAssembly(), name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(_timeout)
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript is { } failed ? NameOf(failed.Name) : "the list of applied migrations";
            throw new DatabaseMigrationException($"Migration {script} failed: {result.Error.Message}", result.Error);
        }

        return [.. result.Scripts.Select(script => NameOf(script.Name))];
    }

    private static string NameOf(string script) =>
        script.StartsWith(ScriptPrefix, StringComparison.Ordinal) ? script[ScriptPrefix.Length..] : script;
}
