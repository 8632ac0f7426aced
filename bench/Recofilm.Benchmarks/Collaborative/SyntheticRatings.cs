using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>Long-tailed ratings with two planted tastes, in memory.</summary>
internal static class SyntheticRatings
{
    private static readonly string[] Genres = ["Action", "Comedy", "Drama", "Horror", "Romance", "Sci-Fi"];

    public static (MovieCatalog Catalog, RatingMatrix Ratings) Create(int users, int movies, int ratings)
    {
        var random = new Random(1);
        var catalog = new MovieCatalog(Enumerable.Range(0, movies).Select(index =>
            new Movie(index + 1, $"Movie {index}", 1930 + random.Next(90), [Genres[index % 6], Genres[(index / 6 * 5 % 6)]])));
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: false, ratings);
        var seen = new HashSet<int>();
        for (var user = 0; user < users; user++)
        {
            // A few rate a lot: counts from a quarter of the mean to ten times it, and so for movies.
            var count = (int)Math.Min(movies / 3.0, (double)ratings / users * 0.37 * Math.Exp(1.4 * Normal(random)));
            seen.Clear();
            for (var draw = 0; draw < Math.Max(count, 10); draw++)
            {
                var movie = (int)(movies * Math.Pow(random.NextDouble(), 3));
                if (seen.Add(movie))
                {
                    builder.Add(
                        user, movie + 1,
                        Math.Clamp(MathF.Round(3.5f + (user % 2 == movie % 2 ? 0.5f : -0.5f) + (float)Normal(random)), 1, 5));
                }
            }
        }

        return (catalog, builder.Build());
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
