using System.CommandLine;
using System.CommandLine.Invocation;
using Azure;
using Npgsql;
using Recofilm.Cli.Commands;
using Recofilm.Cli.Local;
using Recofilm.Core.Database;

namespace Recofilm.Cli;

/// <summary>The <c>recofilm</c> command: its subcommands, and how a failure is told.</summary>
public static class RecofilmCommand
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    // Long enough to stop a database in an orderly way after Ctrl-C.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Puts the subcommands together.</summary>
    public static RootCommand Create() => new("Recofilm, a movie recommender: run it, fill it, train it, judge it.")
    {
        UpCommand.Create(),
        MigrateCommand.Create(),
        ImportCommand.Create(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        TuneCommand.Create(),
        AnchorsCommand.Create(),
        ModelsCommand.Create(),
        StatusCommand.Create(),
        ReportCommand.Create(),
        UsersCommand.Create(),
        PackageCommand.Create(),
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>0 when it did what was asked, 1 with one line on standard error when not, 130 when interrupted.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Action is ParseErrorAction errors)
        {
            errors.ShowHelp = false;
            errors.ShowTypoCorrections = true;
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception exception) when (Explain(exception) is { } line)
        {
            await Console.Error.WriteLineAsync("recofilm: " + line.ReplaceLineEndings(" "));
            return Failed;
        }
    }

    /// <summary>A failure of the outside world in one line; <see langword="null"/> for a fault of the program.</summary>
    internal static string? Explain(Exception exception) => exception switch
    {
        CommandException or LocalStartException or DatabaseMigrationException => exception.Message,
        PostgresException database => $"PostgreSQL: {database.MessageText} ({database.SqlState})",
        NpgsqlException => $"PostgreSQL: {exception.Message}{Cause(exception)}",
        RequestFailedException storage => $"Blob storage: {storage.ErrorCode ?? storage.Message}{Cause(exception)}",
        AggregateException { InnerException: RequestFailedException storage } => $"Blob storage: {storage.Message}",
        HttpRequestException => $"{exception.Message}{Cause(exception)}",
        InvalidDataException or IOException or UnauthorizedAccessException => exception.Message,
        Microsoft.Extensions.Options.OptionsValidationException => exception.Message,
        _ => null,
    };

    private static string Cause(Exception exception) =>
        exception.InnerException is { } cause ? $" ({cause.Message})" : "";
}
