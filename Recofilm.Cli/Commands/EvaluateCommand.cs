using System.CommandLine;
using Recofilm.Cli.Evaluation;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ratings;
using Recofilm.Lab.Baselines;
using Recofilm.Lab.Comparison;
using Recofilm.Lab.Files;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm evaluate</c>: evaluates models on files, by the evaluation protocol.</summary>
internal static class EvaluateCommand
{
    private const string Ease = "ease";
    private const string Rectools = "rectools";

    private static readonly Option<string?> Dataset = new("--dataset")
    {
        Description = "A folder or .zip with MovieLens' movies.csv, ratings.csv and, if there is one, tags.csv.",
    };

    private static readonly Option<string?> Ratings = new("--ratings")
    {
        Description = "Instead of a data set, a .csv with userId,movieId,rating[,timestamp][,fold].",
    };

    private static readonly Option<string?> Train = new("--train")
    {
        Description = "Instead of a data set, a .csv of the ratings to learn from, with the columns of --ratings; needs --test.",
    };

    private static readonly Option<string?> Test = new("--test")
    {
        Description = "With --train: a .csv of the ratings to test on.",
    };

    private static readonly Option<string?> Movies = new("--movies")
    {
        Description = "With --ratings or --train: a .csv with movieId,title,genres; all its movies are candidates.",
    };

    private static readonly Option<string?> Tags = new("--tags")
    {
        Description = "With --ratings or --train: a .csv with userId,movieId,tag[,timestamp].",
    };

    private static readonly Option<string?> Folds = new("--folds")
    {
        Description = "A .csv with userId,movieId,fold for the cross-validation; otherwise five folds are drawn.",
    };

    private static readonly Option<string?> Split = new("--split")
    {
        Description = "How lists are judged, separated by commas: in-visit, next-visit (both by default), time (cuts in time "
            + "for all users), new-users (with one to nine ratings), time:<days>d (the last days).",
    };

    private static readonly Option<string?> Protocol = new("--protocol")
    {
        Description = $"With --split time:<days>d: {Rectools} judges as the published benchmarks of sequential models do.",
    };

    private static readonly Option<string?> Models = new("--models")
    {
        Description = $"The models to evaluate, separated by commas. Default: all, {string.Join(",", ModelLineup.Names)}.",
    };

    private static readonly Option<string> Baseline = new("--baseline")
    {
        Description = "The model with which the tables compare the others.",
        DefaultValueFactory = _ => Ease,
    };

    private static readonly Option<string[]> Set = OptionSettings.Create(
        "<option>=<value>: an option of Recofilm's own models in place of its default, as in svd.samples=5; repeatable. Shows "
        + "what an option costs and gains. To choose options, use 'tune', which does not see the test ratings. For seeds and "
        + "threads, use --seed and --threads.");

    private static readonly Option<bool> Classes = new("--classes")
    {
        Description = "Also prints NDCG by the age of the wanted movie, the number of ratings, and the time since the last one.",
    };

    private static readonly Option<bool> Candidates = new("--candidates")
    {
        Description = "Also prints how many of the wanted movies are among the hybrid's candidates, in all and by generator.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints one JSON object on standard output, and nothing else there.",
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "The number of threads; 0 takes one for each processor. Only times depend on it.",
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "The seed of folds, training and random lists.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", "Measures rating prediction and lists of Recofilm's models and of baselines.")
        {
            Dataset, Ratings, Train, Test, Movies, Tags, Folds, Split, Protocol, Models, Set, Baseline, Classes, Candidates,
            Json, Threads, Seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var threads = arguments.GetValue(Threads);
        if (threads < 0)
            throw new CommandException($"--threads must be at least 0; got {threads}.");
        var options = OptionSettings.Apply(new ModelOptions(), "hybrid", arguments.GetValue(Set) ?? []);
        var data = Read(arguments, cancellationToken);
        foreach (var notice in data.Notices)
            await Console.Error.WriteLineAsync(notice);

        var lineup = new ModelLineup(data.Catalog, options, threads, arguments.GetValue(Seed));
        EvaluatedModel[] models = [.. (await ModelNamesAsync(arguments.GetValue(Models), data.Ratings)).Select(lineup.Find)];
        var comparison = new ModelComparison(models, TimeProvider.System, threads);
        var report = await Terminal.ProgressAsync("Evaluate", progress => Task.Run(
            () => comparison.Run(data, (left, right) => lineup.Content.Similarity(left, right), progress, cancellationToken),
            cancellationToken));
        if (arguments.GetValue(Candidates))
        {
            report = report with
            {
                Candidates = await Task.Run(
                    CandidateRecall[] () => [.. data.Splits.Select(
                        split => CandidateRecall.Of(split, lineup.TrainHybrid, threads, cancellationToken))],
                    cancellationToken),
            };
        }

        if (arguments.GetValue(Json))
        {
            await using var output = Console.OpenStandardOutput();
            EvaluationJson.Write(report, arguments.GetValue(Classes), output);
        }
        else
        {
            ReportTables.Write(report, arguments.GetValue(Baseline)!, arguments.GetValue(Classes), Terminal.Out);
        }

        return 0;
    }

    // Leaves EASE out of the default models when the data are too large for it, and fails when --models names it.
    private static async Task<IReadOnlyList<string>> ModelNamesAsync(string? list, RatingMatrix ratings)
    {
        var names = list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();
        if (names is { Length: 0 })
            throw new CommandException("--models must name at least one model.");
        if (EaseBaseline.WhyNot(ratings) is not { } reason)
            return names ?? ModelLineup.Names;
        if (names is not null)
            return names.Contains(Ease) ? throw new CommandException(reason) : names;
        await Console.Error.WriteLineAsync($"{reason} It is left out.");
        return [.. ModelLineup.Names.Where(name => name != Ease)];
    }

    private static EvaluationData Read(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (dataset, ratings) = (arguments.GetValue(Dataset), arguments.GetValue(Ratings));
        var (train, test) = (arguments.GetValue(Train), arguments.GetValue(Test));
        var (movies, tags, folds) = (arguments.GetValue(Movies), arguments.GetValue(Tags), arguments.GetValue(Folds));
        if ((train is null) != (test is null))
            throw new CommandException("--train and --test belong together.");
        if (new[] { dataset, ratings, train }.Count(source => source is not null) != 1)
            throw new CommandException("Give one of --dataset, --ratings, or --train with --test.");
        if (dataset is not null && (movies ?? tags) is not null)
            throw new CommandException("--movies and --tags go with --ratings or --train; a data set has its own.");
        if (train is not null && folds is not null)
            throw new CommandException("--folds goes with --dataset or --ratings, not with a given split.");
        if (train is not null && (arguments.GetValue(Split) ?? arguments.GetValue(Protocol)) is not null)
            throw new CommandException("--split and --protocol go with --dataset or --ratings, not with a given split.");

        try
        {
            var rules = RulesOf(arguments);
            if (dataset is not null)
                return EvaluationFiles.ReadDataset(dataset, folds, arguments.GetValue(Seed), rules, cancellationToken);
            return ratings is not null
                ? EvaluationFiles.ReadRatings(ratings, movies, tags, folds, arguments.GetValue(Seed), rules)
                : EvaluationFiles.ReadSplit(train!, test!, movies, tags);
        }
        catch (Exception exception)
            when (exception is MovieLensFormatException or FormatException or InvalidDataException or IOException
                or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    private static IReadOnlyList<SplitRule>? RulesOf(ParseResult arguments)
    {
        var (split, protocol) = (arguments.GetValue(Split), arguments.GetValue(Protocol));
        if (protocol is not (null or Rectools))
            throw new CommandException($"--protocol must be {Rectools}; got {protocol}.");
        if (protocol is not null && split is null)
            throw new CommandException($"--protocol {Rectools} must go with --split time:<days>d; got no --split.");
        return split is null ? null : SplitRule.Parse(split, published: protocol is not null);
    }
}
