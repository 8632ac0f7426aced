using System.CommandLine;
using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Numerics;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm anchors</c>: prints the hybrid's lists for well-known movies, for a person to judge.</summary>
internal static class AnchorsCommand
{
    private static readonly string[] WellKnown =
    [
        "Toy Story", "The Matrix", "The Godfather", "Pulp Fiction", "The Lord of the Rings: The Fellowship of the Ring",
        "Spirited Away", "Alien", "When Harry Met Sally...", "The Silence of the Lambs", "Raiders of the Lost Ark",
    ];

    private static readonly Option<string> Dataset = new("--dataset")
    {
        Description = "A folder or .zip with MovieLens' movies.csv, ratings.csv and, if there is one, tags.csv.",
        Required = true,
    };

    private static readonly Option<string[]> Titles = new("--title")
    {
        Description = "A movie's title, such as \"The Matrix\", without its year; repeatable. "
            + "Default: those of ten well-known movies that the data set has.",
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "The number of movies in a list, 1 to 100.",
        DefaultValueFactory = _ => 6,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("anchors", "Lists the movies that the hybrid finds similar to well-known ones, for a new user.")
        {
            Dataset, Titles, Limit,
        };
        command.SetAction((result, cancellationToken) => Task.Run(() => Run(result, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var limit = arguments.GetValue(Limit);
        if (limit is < 1 or > 100)
            throw new CommandException($"--limit must be 1 to 100; got {limit}.");
        var (catalog, ratings) = Read(arguments.GetValue(Dataset)!, cancellationToken);
        var titles = arguments.GetValue(Titles) ?? [];
        int[] anchors = titles.Length == 0
            ? [.. WellKnown.Select(title => FindMostRated(catalog, ratings, title)).OfType<int>()]
            : [.. titles.Select(title => FindMostRated(catalog, ratings, title)
                ?? throw new CommandException($"There is no movie '{title}'."))];
        var model = Train(catalog, ratings, cancellationToken);
        var table = new Table().AddColumn("Movie").AddColumn("Most similar movies");
        foreach (var anchor in anchors)
        {
            var list = string.Join("; ", Best(model, anchor, limit).Select(item => catalog[item].Title));
            table.AddRow(Markup.Escape(catalog[anchor].Title), Markup.Escape(list));
        }

        Terminal.Out.Write(table);
        return 0;
    }

    private static (MovieCatalog Catalog, RatingMatrix Ratings) Read(string dataset, CancellationToken cancellationToken)
    {
        try
        {
            var data = MovieLensFiles.Read(dataset, cancellationToken: cancellationToken);
            return (data.Catalog, data.Ratings);
        }
        catch (MovieLensFormatException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    // A remake has the title of the original; the user means the one with the most ratings.
    private static int? FindMostRated(MovieCatalog catalog, RatingMatrix ratings, string title) =>
        Enumerable.Range(0, catalog.Count)
            .Where(item => catalog[item].Title.Equals(title, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(ratings.Columns.CountOf)
            .Select(item => (int?)item)
            .FirstOrDefault();

    // A list with an anchor uses neither the tree ensemble nor the quotas: the one stays empty, the others are the least.
    private static HybridModel Train(MovieCatalog catalog, RatingMatrix ratings, CancellationToken cancellationToken)
    {
        var options = new ModelOptions();
        var members = new HybridMembers(
            new CollaborativeTrainer(options.Collaborative).Train(ratings, catalog, cancellationToken),
            new BayesianMatrixFactorizationTrainer(options.Svd).Train(ratings, catalog, cancellationToken),
            new ContentTrainer(options.Content).Train(catalog, cancellationToken),
            ItemStatistics.Of(ratings, options.ColdStart));
        var trees = new ObliviousTreeEnsemble(options.Hybrid.Ensemble.Depth, [], [], []);
        return new HybridModel(members, trees, new RequestQuotas(CandidateQuotas.Of(count: 10)));
    }

    private static int[] Best(HybridModel model, int anchor, int limit)
    {
        var scores = new HybridScores(new float[model.ItemCount], new float[model.ItemCount], new float[model.ItemCount]);
        model.ScoreWeighted(default, HybridModel.AnchoredWeight, anchor, scores);
        scores.Total[anchor] = float.NegativeInfinity;
        var best = new int[limit];
        return best[..TopK.Select(scores.Total, best)];
    }
}
