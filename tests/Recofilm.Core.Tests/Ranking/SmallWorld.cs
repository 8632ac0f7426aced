using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ranking;

/// <summary>A seeded catalogue with two tastes: users of each rate mostly movies of their own half.</summary>
internal static class SmallWorld
{
    public static MovieCatalog Catalog(int movies = 60, int firstYear = 1980) => new(Enumerable.Range(1, movies)
        .Select(id => new Movie(id, $"Movie {id}", firstYear + (id % 30), [id % 2 == 0 ? "Comedy" : "Drama"])));

    public static RatingMatrix Ratings(MovieCatalog catalog, int users = 80, bool hasTimestamps = true, int seed = 5)
    {
        var random = new Random(seed);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps);
        for (var user = 1; user <= users; user++)
        {
            var time = 1_000_000L + (user * 1000);
            for (var rated = 0; rated < 15; rated++)
            {
                time += rated == 10 ? 200_000 : random.Next(0, 20);
                var ownTaste = random.NextDouble() < 0.85;
                var movie = (2 * random.Next(catalog.Count / 2)) + ((user % 2 == 0) == ownTaste ? 2 : 1);
                builder.Add(user, movie, (ownTaste ? 4 : 2) + (0.5f * random.Next(3)), time);
            }
        }

        return builder.Build();
    }
}
