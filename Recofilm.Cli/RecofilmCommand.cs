using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Azure;
using Npgsql;
using Recofilm.Cli.Commands;
using Recofilm.Core.Database;
using Recofilm.Core.Exports;
using Recofilm.Core.Popularity;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;
using Recofilm.LocalStack;

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
        DoctorCommand.Create(),
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
        SettingsCommand.Create(),
        ServicesCommand.Create(),
        RecommendCommand.Create(),
        PackageCommand.Create(),
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>0 when it did what was asked, 1 with one line on standard error when not, 130 when interrupted.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        PlainText.Use();
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
        // A time-out cancels, too.
        var interrupted = false;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => interrupted = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => interrupted = true);
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException) when (interrupted)
        {
            return Interrupted;
        }
        catch (Exception exception)
        {
            var line = Explain(exception) ?? $"unexpected {exception.GetType().Name}: {exception.Message} {Place(exception)}";
            await Console.Error.WriteLineAsync("recofilm: " + line.ReplaceLineEndings(" ").TrimEnd());
            return Failed;
        }
    }

    /// <summary>A failure of the outside world in one line; <see langword="null"/> for a fault of the program.</summary>
    internal static string? Explain(Exception exception) => exception switch
    {
        CommandException or LocalStartException or DatabaseMigrationException or TrainingLeaseLostException => exception.Message,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } database =>
            $"PostgreSQL: {database.MessageText} ({database.SqlState}); "
                + "the schema is not that of this version: recofilm migrate.",
        PostgresException database => $"PostgreSQL: {database.MessageText} ({database.SqlState})",
        NpgsqlException => $"PostgreSQL: {exception.Message}{Cause(exception)}",
        TimeoutException or OverloadedException => "PostgreSQL: no answer in time.",
        RequestFailedException storage => $"Blob storage: {storage.ErrorCode ?? storage.Message}{Cause(exception)}",
        AggregateException { InnerException: RequestFailedException storage } => $"Blob storage: {storage.Message}",
        // Only the client of the storage ends a request that takes too long by cancelling it.
        TaskCanceledException or AggregateException { InnerException: TaskCanceledException } =>
            "Blob storage: no answer in time.",
        HttpRequestException => $"{exception.Message}{Cause(exception)}",
        ExportException or ExportRunningException or UnknownGenreException => exception.Message,
        ModelDamagedException or UnreadablePointerException or ModelNotFoundException or ChampionConflictException
            or RegistryLockedException => exception.Message,
        InvalidDataException or IOException or UnauthorizedAccessException => exception.Message,
        Microsoft.Extensions.Options.OptionsValidationException => exception.Message,
        _ => null,
    };

    private static string Cause(Exception exception) =>
        exception.InnerException is { } cause ? $" ({cause.Message})" : "";

    // The place of a fault of the program: the innermost of its own methods.
    private static string Place(Exception exception) => (exception.StackTrace ?? "").Split('\n')
        .Select(frame => frame.Trim())
        .FirstOrDefault(frame => frame.StartsWith("at Recofilm.", StringComparison.Ordinal), "");
}
