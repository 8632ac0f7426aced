using System.CommandLine;
using System.Globalization;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Fitting;
using Recofilm.Lab.Files;
using Recofilm.Lab.Tuning;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm tune</c>: searches for the best options of a model, on training data only.</summary>
internal static class TuneCommand
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = $"The model: {string.Join(", ", TuningSpace.All.Select(space => space.Model))}.",
        Required = true,
    };

    private static readonly Option<string> Dataset = new("--dataset")
    {
        Description = "A folder or .zip with MovieLens' movies.csv, ratings.csv and, if there is one, tags.csv.",
        Required = true,
    };

    private static readonly Option<string?> Folds = new("--folds")
    {
        Description = "A .csv with userId,movieId,fold: the folds of the evaluation; otherwise five are drawn.",
    };

    private static readonly Option<string?> Output = new("--out")
    {
        Description = "The file that receives the result as JSON. Default: <model>.json.",
    };

    private static readonly Option<string?> Journal = new("--journal")
    {
        Description = "The file of trials, from which a stopped search resumes. Default: the output with .trials.",
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "The largest number of passes over all options.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<string[]> Try = new("--try")
    {
        Description = "Instead of a search, measures these values one at a time: <option>=<value>[,<value>...], as in "
            + "hybrid.forest.trees=200,600; repeatable. Prints a table and writes no file.",
    };

    private static readonly Option<string[]> Set = OptionSettings.Create(
        "With --try: <option>=<value>, a value that every row of the table has in place of the default; repeatable.");

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "The number of threads; 0 takes one for each processor. The result does not depend on it.",
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("tune", "Searches for a model's best options on training data only, or measures given values.")
        {
            Model, Dataset, Folds, Output, Journal, Rounds, Try, Set, Threads,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Model)!;
        var space = TuningSpace.All.FirstOrDefault(space => space.Model == name)
            ?? throw new CommandException(
                $"--model must be one of {string.Join(", ", TuningSpace.All.Select(space => space.Model))}; got '{name}'.");
        var (rounds, threads) = (arguments.GetValue(Rounds), arguments.GetValue(Threads));
        if (rounds < 1)
            throw new CommandException($"--rounds must be at least 1; got {rounds}.");
        if (threads < 0)
            throw new CommandException($"--threads must be at least 0; got {threads}.");
        if (arguments.GetValue(Try) is { Length: > 0 } tried)
            return await TryAsync(arguments, name, tried, threads, cancellationToken);
        if (arguments.GetResult(Set) is { Implicit: false })
            throw new CommandException("--set goes with --try.");
        var data = Read(arguments, cancellationToken);
        var objective = TuningObjectives.For(space.Model, data, threads);
        var output = arguments.GetValue(Output) ?? $"{space.Model}.json";
        var fingerprint = TuningResult.FingerprintOf(data.Ratings);

        using var journal = TuningJournal.Open(
            arguments.GetValue(Journal) ?? Path.ChangeExtension(output, ".trials"), $"{space.Model} on {fingerprint}");
        if (journal.Count > 0)
            await Console.Error.WriteLineAsync($"{journal.Count} trials were made before.");
        var search = new CoordinateSearch(space, objective, journal);
        var (first, best) = await Terminal.ProgressAsync("Tune", progress => Task.Run(
            () => search.Run(new ModelOptions().On(threads), rounds, progress, cancellationToken), cancellationToken));

        var result = new TuningResult(space.Model, CommandLine(arguments), fingerprint, journal.Count, first, best);
        await File.WriteAllTextAsync(output, result.ToJson(), cancellationToken);
        Terminal.Out.Write(ToTable(space, first, best));
        Terminal.Out.WriteLine($"{journal.Count} trials. Written to {output}.");
        return 0;
    }

    private static async Task<int> TryAsync(
        ParseResult arguments, string model, string[] tried, int threads, CancellationToken cancellationToken)
    {
        if (new Option[] { Output, Journal, Rounds }.Any(option => arguments.GetResult(option) is { Implicit: false }))
            throw new CommandException("--try prints a table and keeps nothing: --out, --journal and --rounds go with a search.");
        var set = arguments.GetValue(Set) ?? [];
        var start = OptionSettings.Apply(new ModelOptions().On(threads), model, set);
        OptionChange[] changes = [.. tried.SelectMany(text => TuneTrials.Parse("--try", model, start, text))];
        var objective = TuningObjectives.For(model, Read(arguments, cancellationToken), threads);
        var measures = await Terminal.ProgressAsync("Try", progress => Task.Run(
            () => TuneTrials.Run(start, changes, objective, progress, cancellationToken), cancellationToken));
        Terminal.Out.Write(TuneTrials.ToTable(model, set, changes, measures));
        Terminal.Out.WriteLine(
            "Differences are from the first row; t is paired by user, * where p < 0.05 two-sided. A search maximises the score.");
        return 0;
    }

    private static EvaluationData Read(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            return EvaluationFiles.ReadDataset(
                arguments.GetValue(Dataset)!, arguments.GetValue(Folds), seed: 1, cancellationToken: cancellationToken);
        }
        catch (Exception exception)
            when (exception is MovieLensFormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    // Names files without their folders, which have no influence on the options that were found.
    private static string CommandLine(ParseResult arguments)
    {
        var folds = arguments.GetValue(Folds);
        var dataset = Path.GetFileName(Path.TrimEndingDirectorySeparator(arguments.GetValue(Dataset)!));
        return $"recofilm tune --model {arguments.GetValue(Model)} --dataset {dataset}"
            + (folds is null ? "" : $" --folds {Path.GetFileName(folds)}") + $" --rounds {arguments.GetValue(Rounds)}";
    }

    private static Table ToTable(TuningSpace space, Trial first, Trial best)
    {
        var table = new Table().Title(Markup.Escape($"Options of {space.Model}")).AddColumn("Option").AddColumn("Tried");
        table.AddColumn(new TableColumn("Before").RightAligned()).AddColumn(new TableColumn("Found").RightAligned());
        foreach (var parameter in space.Parameters)
        {
            table.AddRow(
                parameter.Path, string.Join(", ", parameter.Values.Select(Figure)), Figure(first.Options[parameter.Path]),
                Figure(best.Options[parameter.Path]));
        }

        foreach (var (name, value) in best.Measures)
            table.AddRow(name, "", Figure(Math.Round(first.Measures[name], 4)), Figure(Math.Round(value, 4)));
        return table;
    }

    private static string Figure(double value) => value.ToString(CultureInfo.InvariantCulture);
}
