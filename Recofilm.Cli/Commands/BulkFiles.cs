using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Bulk;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary>The options by which <c>recofilm import</c> takes a platform's own files, and the import of those files.</summary>
internal sealed class BulkFiles
{
    private readonly Dictionary<string, Option<FileInfo?>> _files = BulkTable.Names.ToDictionary(
        table => table,
        table => new Option<FileInfo?>($"--{table}")
        {
            Description = $"A file of {table}: .csv with a header, or .ndjson (.jsonl); may be compressed (.gz).",
        });

    private readonly Option<string[]> _mapping = new("--map")
    {
        Description =
            "What a file's own column stands for, such as ratings.customer=user_external_id; nothing after = passes it " +
            "over. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _skip = new("--skip-rejected")
    {
        Description = "Leaves bad lines out; otherwise a file with one is not imported.",
    };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var file in _files.Values)
            command.Options.Add(file);
        command.Options.Add(_mapping);
        command.Options.Add(_skip);
    }

    /// <summary>Whether any file is given.</summary>
    public bool AreGiven(ParseResult result) => _files.Values.Any(file => result.GetValue(file) is not null);

    /// <summary>Imports the files that are given, users and movies before what refers to them.</summary>
    /// <returns>The exit code: 1 when a file was rejected.</returns>
    /// <exception cref="CommandException">A file cannot be read as what it is said to be.</exception>
    public async Task<int> ImportAsync(ParseResult result, string database, CancellationToken cancellationToken)
    {
        await using var dataSource = RecofilmDataSource.CreateBulk(database);
        await ImportCommand.RequireMigrationsAsync(dataSource, cancellationToken);
        var importer = new BulkImporter(dataSource, TimeProvider.System);
        var table = new Table().AddColumn("Table");
        foreach (var heading in (string[])["Inserted", "Updated", "Unchanged", "Rejected", "Seconds"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        var rejections = new List<string>();
        foreach (var name in BulkTable.Names)
        {
            if (result.GetValue(_files[name]) is not { } file)
                continue;
            var report = await ImportAsync(importer, name, file, OptionsFor(result, name, file), cancellationToken);
            if (report.Inserted + report.Updated + report.Unchanged + report.Rejected == 0)
                throw new CommandException($"{file.Name} has no rows.");
            table.AddRow([
                report.IsCommitted ? name : $"{name} (nothing written)",
                .. new[] { report.Inserted, report.Updated, report.Unchanged, report.Rejected }
                    .Select(count => count.ToString("N0", CultureInfo.InvariantCulture)),
                report.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
            ]);
            rejections.AddRange(report.Rejections.Select(rejection =>
                $"{file.Name}, line {rejection.Line}: {(rejection.Field is { } field ? field + ' ' : "")}{rejection.Reason}"));
            if (!report.IsCommitted)
                break;
        }

        if (BulkTable.Names.Skip(2).Any(name => result.GetValue(_files[name]) is not null))
            await MovieStatistics.RefreshAsync(dataSource, cancellationToken);
        Terminal.Out.Write(table);
        foreach (var rejection in rejections)
            Terminal.Error.WriteLine(rejection);
        return rejections.Count > 0 && !result.GetValue(_skip) ? 1 : 0;
    }

    private BulkOptions OptionsFor(ParseResult result, string table, FileInfo file)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in result.GetValue(_mapping)!)
        {
            var (dot, equals) = (text.IndexOf('.', StringComparison.Ordinal), text.IndexOf('=', StringComparison.Ordinal));
            if (dot < 1 || equals < dot + 2 || !BulkTable.Names.Contains(text[..dot]))
            {
                throw new CommandException(
                    $"--map must be <table>.<column>=<field>, such as ratings.customer=user_external_id; got {text}.");
            }

            if (text[..dot] == table)
                mapping[text[(dot + 1)..equals]] = text[(equals + 1)..];
        }

        return new BulkOptions
        {
            Format = FormatOf(file),
            SkipRejected = result.GetValue(_skip),
            Mapping = mapping,
            CreateUsers = result.GetValue(_files["users"]) is null,
        };
    }

    private static BulkFormat FormatOf(FileInfo file)
    {
        var name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".CSV" => BulkFormat.Csv,
            ".NDJSON" or ".JSONL" => BulkFormat.Ndjson,
            _ => throw new CommandException(
                $"{file.Name} must end in .csv, .ndjson or .jsonl, with .gz behind it when it is compressed."),
        };
    }

    private static async Task<BulkReport> ImportAsync(
        BulkImporter importer, string table, FileInfo file, BulkOptions options, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new CommandException($"{file.FullName} does not exist.");
        await using var raw = file.OpenRead();
        await using var content = file.Extension.Equals(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(raw, CompressionMode.Decompress)
            : (Stream)raw;
        try
        {
            return await Terminal.ProgressAsync(
                $"Import {table}",
                progress => importer.ImportAsync(table, content, options, new Share(raw, progress), cancellationToken));
        }
        catch (BulkFormatException exception)
        {
            throw new CommandException($"{file.Name}: {exception.Message}", exception);
        }
    }

    // By the file's own bytes: how many there are behind a compression nobody knows.
    private sealed class Share(FileStream file, IProgress<double> progress) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)file.Position / Math.Max(1, file.Length));
    }
}
