using System.Globalization;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Collaborative.Svd;

/// <summary>MovieLens' small set with the published fold of every rating, when the checkout has the data beside it.</summary>
internal sealed class MovieLensFolds
{
    private MovieLensFolds(MovieCatalog catalog, RatingMatrix ratings, byte[] folds)
    {
        Catalog = catalog;
        Ratings = ratings;
        Folds = folds;
    }

    public MovieCatalog Catalog { get; }

    public RatingMatrix Ratings { get; }

    /// <summary>Fold by position.</summary>
    public byte[] Folds { get; }

    /// <summary>The data, or <see langword="null"/> when it is not there.</summary>
    public static MovieLensFolds? Load()
    {
        var shared = Parents(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, "shared"))
            .FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "data", "ml-latest-small")));
        if (shared is null)
            return null;
        var movies = File.ReadLines(Path.Combine(shared, "data", "ml-latest-small", "movies.csv")).Skip(1).Select(ParseMovie);
        var catalog = new MovieCatalog(movies);
        var rows = File.ReadLines(Path.Combine(shared, "evaluation", "ml-latest-small-kfold5.csv")).Skip(1)
            .Select(line => line.Split(',')).ToArray();
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true, rows.Length);
        var folds = new Dictionary<(int, int), byte>();
        foreach (var row in rows)
        {
            var (user, movie) = (Integer(row[0]), Integer(row[1]));
            builder.Add(user, movie, float.Parse(row[2], CultureInfo.InvariantCulture), Integer(row[3]));
            folds[(user, movie)] = (byte)Integer(row[4]);
        }

        var ratings = builder.Build();
        var byPosition = new byte[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
        {
            for (var position = ratings.RowStarts[user]; position < ratings.RowStarts[user + 1]; position++)
                byPosition[position] = folds[(ratings.UserIds[user], catalog[ratings.Items[position]].MovieId)];
        }

        return new MovieLensFolds(catalog, ratings, byPosition);
    }

    /// <summary>The ratings outside a fold.</summary>
    public RatingMatrix TrainingOf(int fold) => Ratings.Where([.. Folds.Select(of => of != fold)]);

    private static IEnumerable<string> Parents(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }

    private static Movie ParseMovie(string line)
    {
        var firstComma = line.IndexOf(',', StringComparison.Ordinal);
        var lastComma = line.LastIndexOf(',');
        var title = line[(firstComma + 1)..lastComma].Trim('"').Trim();
        var genres = line[(lastComma + 1)..];
        int? year = title.Length > 6 && title[^1] == ')' && int.TryParse(title.AsSpan(title.Length - 5, 4), out var parsed)
            ? parsed : null;
        return new Movie(
            Integer(line[..firstComma]), title, year,
            genres.StartsWith('(') ? [] : genres.Split('|'));
    }

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
