using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ranking;

/// <summary>
/// Users who watch what everybody watches: a movie is most popular when it appears and loses half of that every half-life. The
/// years of release say nothing, as all movies have the same.
/// </summary>
internal static class TrendingWorld
{
    public const long Start = 1_000_000_000;

    private const int Visits = 5;
    private const int RatingsOfVisit = 8;

    public static MovieCatalog Catalog { get; } =
        new(Enumerable.Range(1, 300).Select(id => new Movie(id, $"Movie {id}", 1950, [])));

    /// <summary>Makes 400 users' ratings.</summary>
    /// <param name="spanDays">The time over which users come and movies appear.</param>
    /// <param name="halfLifeDays">The age at which a movie is half as popular.</param>
    public static RatingMatrix Ratings(double spanDays, double halfLifeDays)
    {
        var random = new Random(3);
        var appears = Catalog.Movies.ToArray().Select(_ => ((random.NextDouble() * 1.2) - 0.2) * spanDays).ToArray();
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        for (var user = 1; user <= 400; user++)
        {
            var rated = new HashSet<int>();
            foreach (var day in Enumerable.Range(0, Visits).Select(_ => random.NextDouble() * spanDays).Order())
            {
                for (var place = 0; place < RatingsOfVisit; place++)
                {
                    var movie = Draw(day);
                    if (rated.Add(movie))
                        builder.Add(user, movie + 1, 5f, Start + (long)(day * 86_400) + (place * 60));
                }
            }
        }

        return builder.Build();

        int Draw(double day)
        {
            var popularity = Array.ConvertAll(appears, born => born > day ? 0 : Math.Pow(2, -(day - born) / halfLifeDays) + 1e-3);
            var place = random.NextDouble() * popularity.Sum();
            return Array.FindIndex(popularity, share => (place -= share) <= 0);
        }
    }

    /// <summary>Returns the same ratings with all times nearer to the last one.</summary>
    public static RatingMatrix Compressed(RatingMatrix ratings, MovieCatalog catalog, int factor)
    {
        var end = ratings.Timestamps.ToArray().Max();
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var history = ratings.History(user);
            for (var place = 0; place < history.Count; place++)
            {
                builder.Add(
                    ratings.UserIds[user], catalog[history.Items[place]].MovieId, history.Ratings[place],
                    end - ((end - history.Timestamps[place]) / factor));
            }
        }

        return builder.Build();
    }
}
