using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Lab.Files;

/// <summary>Small rating matrices written out by hand.</summary>
internal static class RatingTables
{
    public static MovieCatalog Catalog(int movies) =>
        new(Enumerable.Range(1, movies).Select(id => new Movie(id, $"Movie {id}", 2000, ["Drama"])));

    public static RatingMatrix Build(int movies, params (int User, int Movie, float Rating, long Time)[] ratings)
    {
        var builder = new RatingMatrixBuilder(Catalog(movies), hasTimestamps: true);
        foreach (var (user, movie, rating, time) in ratings)
            builder.Add(user, movie, rating, time);
        return builder.Build();
    }

    public static RatingMatrix WithoutTimes(int movies, params (int User, int Movie, float Rating)[] ratings)
    {
        var builder = new RatingMatrixBuilder(Catalog(movies), hasTimestamps: false);
        foreach (var (user, movie, rating) in ratings)
            builder.Add(user, movie, rating);
        return builder.Build();
    }
}
