using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>
/// Brings a database to the schema this program expects by running the numbered SQL files that it has not run yet.
/// For deployment and the command line; never part of serving a request.
/// </summary>
public static class DatabaseMigrator
{
    // Any constant will do, as long as every version of the program uses the same one.
    private const long AdvisoryLock = 0x5265636F66696C6D;
    private const string ScriptPrefix = "Recofilm.Core.Database.Migrations.";

    /// <summary>
    /// Runs the missing migrations in order, each in its own transaction. Migrators started at the same time wait
    /// for each other.
    /// </summary>
    /// <param name="connectionString">An existing database and a user who may create tables and extensions in it.</param>
    /// <param name="cancellationToken">Ends the waiting for other migrators; a running script is not interrupted.</param>
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
            wait.CommandTimeout = 0;
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
            .WithExecutionTimeout(TimeSpan.FromHours(1))
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript?.Name[ScriptPrefix.Length..] ?? "the list of applied migrations";
            throw new DatabaseMigrationException($"Migration {script} failed: {result.Error.Message}", result.Error);
        }

        return [.. result.Scripts.Select(script => script.Name[ScriptPrefix.Length..])];
    }
}
