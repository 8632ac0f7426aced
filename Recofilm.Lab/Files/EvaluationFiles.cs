using System.Globalization;
using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Files;

/// <summary>Reads the files that an evaluation names into <see cref="EvaluationData"/>.</summary>
public static class EvaluationFiles
{
    /// <summary>Reads a MovieLens data set.</summary>
    /// <param name="path">A folder or .zip with movies.csv, ratings.csv and, optionally, tags.csv.</param>
    /// <param name="foldsPath">A file with columns userId, movieId and fold; without it folds are drawn.</param>
    /// <param name="seed">The seed with which folds are drawn.</param>
    /// <param name="rules">The rules that divide ratings with times; in-visit and next-visit by default.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">A file is missing or invalid.</exception>
    public static EvaluationData ReadDataset(
        string path, string? foldsPath, ulong seed, IReadOnlyList<SplitRule>? rules = null,
        CancellationToken cancellationToken = default)
    {
        var data = MovieLensFiles.Read(path, cancellationToken: cancellationToken);
        var notices = new List<string>();
        if (data.Rejected.Total > 0)
            notices.Add($"{data.Rejected.Total} bad lines were left out; the first: {data.Rejected.Samples[0]}");
        var folds = foldsPath is null ? null : RatingTable.Read(foldsPath, "fold");
        return Divide(data.Catalog, data.Ratings, folds, seed, rules, notices);
    }

    /// <summary>Reads ratings from one file.</summary>
    /// <param name="ratingsPath">Columns userId, movieId, rating and, if known, timestamp and fold.</param>
    /// <param name="moviesPath">
    /// Columns movieId, title, genres; without it the catalogue holds the rated movies, of which only the number is known.
    /// </param>
    /// <param name="tagsPath">Columns userId, movieId, tag; optional.</param>
    /// <param name="foldsPath">Columns userId, movieId and fold; takes precedence over a fold column of the ratings.</param>
    /// <param name="seed">The seed with which folds are drawn when none are given.</param>
    /// <param name="rules">The rules that divide ratings with times; in-visit and next-visit by default.</param>
    /// <exception cref="InvalidDataException">A file is invalid.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static EvaluationData ReadRatings(
        string ratingsPath, string? moviesPath, string? tagsPath, string? foldsPath, ulong seed,
        IReadOnlyList<SplitRule>? rules = null)
    {
        var table = RatingTable.Read(ratingsPath, "rating");
        var notices = new List<string>();
        var catalog = CatalogFiles.Read(moviesPath, tagsPath, table.MovieIds, notices);
        var folds = foldsPath is not null ? RatingTable.Read(foldsPath, "fold") : table.Folds is null ? null : table;
        return Divide(catalog, Build(catalog, notices, table), folds, seed, rules, notices);
    }

    /// <summary>Reads a split that was made elsewhere.</summary>
    /// <param name="trainPath">Columns userId, movieId, rating and, if known, timestamp.</param>
    /// <param name="testPath">The same; a rating must not be in both.</param>
    /// <param name="moviesPath">As for <see cref="ReadRatings"/>.</param>
    /// <param name="tagsPath">As for <see cref="ReadRatings"/>.</param>
    /// <exception cref="InvalidDataException">A file is invalid, or a rating is in both.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static EvaluationData ReadSplit(string trainPath, string testPath, string? moviesPath, string? tagsPath)
    {
        var train = RatingTable.Read(trainPath, "rating");
        var test = RatingTable.Read(testPath, "rating");
        var notices = new List<string>();
        var catalog = CatalogFiles.Read(moviesPath, tagsPath, train.MovieIds.Concat(test.MovieIds), notices);
        if (train.Timestamps is null != test.Timestamps is null)
            notices.Add($"Only {(train.Timestamps is null ? testPath : trainPath)} has timestamps: they are not used.");
        var all = Build(catalog, notices, train, test);
        var isTest = new bool[all.Count];
        foreach (var position in PositionsOf(test, catalog, all))
            isTest[position] = true;
        foreach (var (row, position) in PositionsOf(train, catalog, all).Index())
        {
            if (isTest[position])
            {
                throw new InvalidDataException(
                    $"{train.PlaceOf(row)}: the rating of user {train.UserIds[row]} for movie {train.MovieIds[row]} "
                    + $"is in {testPath} too.");
            }
        }

        EvaluationSplit[] splits = [new(EvaluationData.Given, [RankingSplit.ByMark(all, isTest)])];
        NoteEmpty(splits, notices);
        return new EvaluationData(catalog, all, null, splits, notices);
    }

    // A split without users has the figure 0, which a reader could take for a measurement.
    private static void NoteEmpty(IEnumerable<EvaluationSplit> splits, List<string> notices) => notices.AddRange(
        splits.Where(part => part.ListCount == 0).Select(part => string.Create(
            CultureInfo.InvariantCulture,
            $"No user of the split {part.Name} has a relevant test rating: there is nothing to judge, and its figures are 0.")));

    private static EvaluationData Divide(
        MovieCatalog catalog, RatingMatrix ratings, RatingTable? folds, ulong seed, IReadOnlyList<SplitRule>? rules,
        List<string> notices)
    {
        if (ratings.Count < EvaluationProtocol.Folds)
        {
            throw new InvalidDataException(
                $"Cross-validation needs at least {EvaluationProtocol.Folds} ratings; got {ratings.Count}.");
        }

        EvaluationSplit[] splits = ratings.HasTimestamps
            ? [.. (rules ?? SplitRule.Default).Select(rule => rule.Apply(ratings))]
            : [];
        if (!ratings.HasTimestamps)
            notices.Add("The ratings have no timestamps: the splits by visits and by time are skipped.");
        NoteEmpty(splits, notices);
        var assigned = folds is null ? FoldAssignment.Seeded(ratings, seed: seed) : Assign(folds, catalog, ratings);
        return new EvaluationData(catalog, ratings, assigned, splits, notices);
    }

    // Folds may have any numbers, which are replaced by their place in ascending order.
    private static FoldAssignment Assign(RatingTable table, MovieCatalog catalog, RatingMatrix ratings)
    {
        var folds = new int[ratings.Count];
        Array.Fill(folds, -1);
        foreach (var (row, position) in PositionsOf(table, catalog, ratings).Index())
        {
            if (position < 0)
                continue;
            if (folds[position] >= 0 && folds[position] != table.Folds![row])
            {
                throw new InvalidDataException(
                    $"{table.PlaceOf(row)}: the rating of user {table.UserIds[row]} for movie {table.MovieIds[row]} "
                    + $"has fold {table.Folds![row]}, and had {folds[position]} before.");
            }

            folds[position] = table.Folds![row];
        }

        if (Array.IndexOf(folds, -1) is var missing and >= 0)
        {
            var user = ratings.RowStarts.BinarySearch(missing);
            user = user >= 0 ? user : ~user - 1;
            throw new InvalidDataException(
                $"{table.Path} has no fold for the rating of user {ratings.UserIds[user]} "
                + $"for movie {catalog[ratings.Items[missing]].MovieId}.");
        }

        int[] names = [.. folds.Distinct().Order()];
        if (names.Length < 2)
            throw new InvalidDataException($"{table.Path} must have at least two folds; got one.");
        return new FoldAssignment(Array.ConvertAll(folds, fold => Array.BinarySearch(names, fold)));
    }

    private static RatingMatrix Build(MovieCatalog catalog, List<string> notices, params RatingTable[] tables)
    {
        var hasTimestamps = tables.All(table => table.Timestamps is not null);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps, tables.Sum(table => table.UserIds.Count));
        foreach (var table in tables)
        {
            for (var row = 0; row < table.UserIds.Count; row++)
            {
                builder.Add(
                    table.UserIds[row], table.MovieIds[row], table.Ratings![row], hasTimestamps ? table.Timestamps![row] : 0);
            }
        }

        var ratings = builder.Build();
        if (ratings.Count < tables.Sum(table => table.UserIds.Count))
            notices.Add(Repetitions(tables));
        return ratings;
    }

    private static string Repetitions(RatingTable[] tables)
    {
        var seen = new HashSet<(int, int)>();
        string[] repeated =
        [
            .. from table in tables
               from row in Enumerable.Range(0, table.UserIds.Count)
               where !seen.Add((table.UserIds[row], table.MovieIds[row]))
               select table.PlaceOf(row),
        ];
        return $"{repeated.Length} lines repeat a user's rating of a movie, the first {repeated[0]}. The latest rating counts.";
    }

    // Returns −1 for a row whose rating is not in the matrix.
    private static IEnumerable<int> PositionsOf(RatingTable table, MovieCatalog catalog, RatingMatrix ratings)
    {
        var users = ratings.UserIds.ToArray();
        for (var row = 0; row < table.UserIds.Count; row++)
        {
            var user = Array.BinarySearch(users, table.UserIds[row]);
            yield return user >= 0 && catalog.TryGetIndex(table.MovieIds[row], out var item)
                ? ratings.PositionOf(user, item)
                : -1;
        }
    }
}
