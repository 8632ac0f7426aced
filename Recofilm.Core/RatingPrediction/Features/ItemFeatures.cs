using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction.Features;

/// <summary>
/// The side information f_i of movies: genres, each 1 / √(number of genres); the year between knots a decade apart, with a
/// feature of its own for an unknown year; and log₂(1 + training ratings) between knots 1 apart, starting at one rating. A
/// movie without ratings counts as one with the fewest, because no rating exists from which "none" could be learned. The
/// ranges come from the data; a catalogue without genres or years has no such features.
/// </summary>
internal static class ItemFeatures
{
    private const double Decade = 10;

    /// <summary>Builds the features of every movie of the catalogue.</summary>
    public static SparseFeatures Build(MovieCatalog catalog, RatingLists ratingsByItem)
    {
        var groups = new List<int> { -1 };
        var nextGroup = 0;
        int AddGroup(int size)
        {
            var first = groups.Count;
            if (size > 0)
                groups.AddRange(Enumerable.Repeat(nextGroup++, size));
            return first;
        }

        var genreFeature = catalog.Genres.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var firstGenre = AddGroup(genreFeature.Count);
        var years = YearBasis(catalog);
        var firstYear = AddGroup(years is { } known ? known.Knots + 1 : 0);
        var mostRatings = Enumerable.Range(0, ratingsByItem.Count).Select(ratingsByItem.CountOf).DefaultIfEmpty().Max();
        var counts = HatBasis.Covering(LogCount(1), Math.Max(LogCount(1), LogCount(mostRatings)), 1);
        var firstCount = AddGroup(counts.Knots);

        var rows = new FeatureRows(groups);
        for (var item = 0; item < catalog.Count; item++)
        {
            var movie = catalog[item];
            rows.Begin();
            var share = (float)(1 / Math.Sqrt(movie.Genres.Count));
            foreach (var genre in movie.Genres.Distinct())
                rows.Set(firstGenre + genreFeature[genre], share);
            if (years is { } basis)
            {
                if (movie.Year is { } year)
                    rows.Set(basis, firstYear, year);
                else
                    rows.Set(firstYear + basis.Knots, 1);
            }

            rows.Set(counts, firstCount, LogCount(ratingsByItem.CountOf(item)));
        }

        return rows.Build();
    }

    private static double LogCount(int count) => Math.Log2(1.0 + count);

    private static HatBasis? YearBasis(MovieCatalog catalog)
    {
        var minimum = int.MaxValue;
        var maximum = int.MinValue;
        foreach (var movie in catalog.Movies)
        {
            if (movie.Year is not { } year)
                continue;
            minimum = Math.Min(minimum, year);
            maximum = Math.Max(maximum, year);
        }

        return minimum > maximum ? null : HatBasis.Covering(minimum, maximum, Decade);
    }
}
