using System.CommandLine;
using Recofilm.Core.Catalog;
using Recofilm.Core.Catalog.MovieLens;
using Recofilm.Core.ColdStart;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm anchors</c>: lists of the hybrid for movies that people know, to be judged by eye.</summary>
internal static class AnchorsCommand
{
    private static readonly string[] WellKnown =
    [
        "Toy Story", "Matrix, The", "Godfather, The", "Pulp Fiction", "Lord of the Rings: The Fellowship of the Ring, The",
        "Spirited Away (Sen to Chihiro no kamikakushi)", "Alien", "When Harry Met Sally...", "Silence of the Lambs, The",
        "Raiders of the Lost Ark (Indiana Jones and the Raiders of the Lost Ark)",
    ];

    private static readonly Option<string> Dataset = new("--dataset")
    {
        Description = "A folder or .zip with MovieLens' movies.csv, ratings.csv and, if there is one, tags.csv.",
        Required = true,
    };

    private static readonly Option<string[]> Titles = new("--title")
    {
        Description = "A movie's title as the files write it, without its year; may be repeated. Otherwise those of ten well-known movies that there are.",
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many movies a list has, 1 to 100.",
        DefaultValueFactory = _ => 6,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("anchors", "Lists what the hybrid finds like well-known movies for a user without ratings.")
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
            throw new CommandException($"--limit is 1 to 100, not {limit}.");
        var (catalog, ratings) = Read(arguments.GetValue(Dataset)!, cancellationToken);
        var titles = arguments.GetValue(Titles) ?? [];
        int[] anchors = titles.Length == 0
            ? [.. WellKnown.Select(title => FindMostRated(catalog, ratings, title)).OfType<int>()]
            : [.. titles.Select(title => FindMostRated(catalog, ratings, title) ?? throw new CommandException($"There is no movie '{title}'."))];
        var model = Train(catalog, ratings, cancellationToken);
        var table = new Table().AddColumn("Movie").AddColumn("Most like it");
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

    // Remakes share their title; the one that is meant is the one that people know.
    private static int? FindMostRated(MovieCatalog catalog, RatingMatrix ratings, string title) => Enumerable.Range(0, catalog.Count)
        .Where(item => catalog[item].Title.Equals(title, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(ratings.Columns.CountOf)
        .Select(item => (int?)item)
        .FirstOrDefault();

    // A list that has an anchor does not ask the forest, so none is grown.
    private static HybridModel Train(MovieCatalog catalog, RatingMatrix ratings, CancellationToken cancellationToken)
    {
        var options = new ModelOptions();
        var members = new HybridMembers(
            new CollaborativeTrainer(options.Collaborative).Train(ratings, catalog, cancellationToken),
            new SvdTrainer(options.Svd).Train(ratings, catalog, cancellationToken),
            new ContentTrainer(options.Content).Train(catalog, cancellationToken),
            ItemStatistics.Of(ratings, options.ColdStart));
        return new HybridModel(members, new RankingForest(options.Hybrid.Forest.Depth, [], [], []), options.Hybrid.Candidates);
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
