using System.CommandLine;
using Recofilm.Core.Database;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm migrate</c>: brings the database to the current schema.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var command = new Command("migrate", "Brings the database to the schema this version expects.");
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var applied = await DatabaseMigrator.MigrateAsync(connection.Database(result), cancellationToken);
            Terminal.Out.WriteLine(applied.Count == 0
                ? "The database is up to date."
                : $"Applied {applied.Count} migrations: {string.Join(", ", applied)}.");
            return 0;
        });
        return command;
    }
}
