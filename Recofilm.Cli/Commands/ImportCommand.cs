using System.CommandLine;
using System.Globalization;
using Recofilm.Core.Catalog.MovieLens;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Import;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm import</c>: fills the database from MovieLens files.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var path = new Argument<string>("path")
        {
            Description = "A folder or .zip with movies.csv, ratings.csv and, if there are, tags.csv and links.csv.",
        };
        var maxBad = new Option<double>("--max-rejected")
        {
            Description = "The share of bad lines of a file, 0 to 1, beyond which nothing is imported.",
            DefaultValueFactory = _ => new MovieLensOptions().MaxRejectedShare,
        };
        maxBad.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
                result.AddError("--max-rejected is between 0 and 1.");
        });
        var command = new Command("import", "Fills the database from MovieLens files; importing them again changes nothing.") { path, maxBad };
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var files = result.GetValue(path)!;
            if (!File.Exists(files) && !Directory.Exists(files))
                throw new CommandException($"{files} does not exist.");
            var options = new MovieLensOptions { MaxRejectedShare = result.GetValue(maxBad) };
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
        await using var dataSource = RecofilmDataSource.Create(database);
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
