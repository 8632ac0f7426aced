using System.CommandLine;
using System.Globalization;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Import;
using Recofilm.Core.Datasets.MovieLens;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm import</c>: fills the database from MovieLens files or from a platform's own.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var bulk = new BulkFiles();
        var path = new Argument<string?>("path")
        {
            Description =
                "A folder or .zip of MovieLens files: movies.csv, ratings.csv and, if there are, tags.csv and links.csv.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var maxBad = new Option<double>("--max-rejected")
        {
            Description = "The share of bad lines of a file, 0 to 1, beyond which nothing is imported.",
            DefaultValueFactory = _ => new MovieLensOptions().MaxRejectedShare,
        };
        var command = new Command(
            "import", "Fills the database from MovieLens files, or from a platform's own (--users, --movies, --ratings, " +
            "--tags); importing them again changes nothing.") { path, maxBad };
        bulk.AddTo(command);
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (bulk.AreGiven(result) == (result.GetValue(path) is not null))
            {
                throw new CommandException(
                    "give either a folder or .zip of MovieLens files, or some of --users, --movies, --ratings and --tags.");
            }

            if (bulk.AreGiven(result))
                return await bulk.ImportAsync(result, connection.Database(result), cancellationToken);
            var files = result.GetValue(path)!;
            if (result.GetValue(maxBad) is var share && share is not (>= 0 and <= 1))
            {
                throw new CommandException(
                    string.Create(CultureInfo.InvariantCulture, $"--max-rejected must be 0 to 1; got {share}."));
            }

            if (!File.Exists(files) && !Directory.Exists(files))
                throw new CommandException($"{files} does not exist.");
            var options = new MovieLensOptions { MaxRejectedShare = share };
            var report = await RunAsync(connection.Database(result), files, options, cancellationToken);
            Write(report);
            return 0;
        });
        return command;
    }

    /// <summary>Imports with a progress bar.</summary>
    /// <exception cref="CommandException">The files are not MovieLens files, or too many lines are bad.</exception>
    public static async Task<ImportReport> RunAsync(
        string database, string path, MovieLensOptions options, CancellationToken cancellationToken)
    {
        await using var dataSource = RecofilmDataSource.CreateBulk(database);
        await RequireMigrationsAsync(dataSource, cancellationToken);
        var importer = new MovieLensImporter(dataSource, TimeProvider.System);
        try
        {
            return await Terminal.ProgressAsync(
                "Import", progress => importer.ImportAsync(path, options, new Share(progress), cancellationToken));
        }
        catch (MovieLensFormatException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    /// <summary>Refuses a database that is older than this program.</summary>
    /// <exception cref="CommandException">It lacks migrations.</exception>
    public static async Task RequireMigrationsAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (await DatabaseMigrator.FindMissingAsync(dataSource, cancellationToken) is { Count: > 0 } missing)
            throw new CommandException(
                $"the database lacks {missing.Count} migrations, the first being {missing[0]}: recofilm migrate.");
    }

    private static void Write(ImportReport report)
    {
        var table = new Table().AddColumn("Table");
        foreach (var heading in (string[])["Inserted", "Updated", "Unchanged", "Duplicate lines"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        AddRow(table, "movies", report.Movies);
        AddRow(table, "links", report.Links);
        AddRow(table, "users", report.Users);
        AddRow(table, "ratings", report.Ratings);
        AddRow(table, "tags", report.Tags);
        Terminal.Out.Write(table);
        WriteRejected(report.Rejected);
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(report.ChangedNothing ? "Nothing changed" : "Imported")} in {report.Elapsed.TotalSeconds:F1} s."));
    }

    private static void WriteRejected(Rejections rejected)
    {
        if (rejected.Total == 0)
            return;
        Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rejected.Total:N0} lines were left out:"));
        foreach (var ((file, kind), count) in rejected.Counts)
            Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file}: {count:N0} × {kind}"));
        foreach (var line in rejected.Samples)
            Terminal.Out.WriteLine($"  {line}");
        if (rejected.Total > rejected.Samples.Count)
            Terminal.Out.WriteLine($"  … and {rejected.Total - rejected.Samples.Count} more");
    }

    private static void AddRow(Table table, string name, TableReport report) => table.AddRow([
        name, .. new[] { report.Inserted, report.Updated, report.Unchanged, report.Duplicates }
            .Select(count => count.ToString("N0", CultureInfo.InvariantCulture)),
    ]);

    private sealed class Share(IProgress<double> progress) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.BytesTotal > 0)
                progress.Report((double)value.BytesRead / value.BytesTotal);
        }
    }
}
