using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>
/// Movies of two kinds and users who like one kind: small enough to train in a moment, and anybody can say what the models
/// should find. Movies 10, 20, … alternate between Comedy and Horror; every user rates on three days.
/// </summary>
internal static class TasteWorld
{
    public const int MovieCount = 60;

    public static MovieCatalog Catalog { get; } = new(
        Enumerable.Range(0, MovieCount).Select(item => new Movie(
            (item + 1) * 10, $"Movie {item}", item == 7 ? null : 1980 + (item / 2),
            IsComedy(item) ? ["Comedy"] : ["Horror", "Drama"])),
        Enumerable.Range(0, MovieCount)
            .Select(item => new MovieTag(1, (item + 1) * 10, IsComedy(item) ? "funny" : "dark", null)));

    /// <summary>Ratings of all users; another seed gives other ratings by the same rule.</summary>
    public static RatingMatrix Ratings(int users = 80, int seed = 1)
    {
        var random = new Random(seed);
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        for (var user = 1; user <= users; user++)
        {
            var likesComedy = user % 2 == 0;
            var items = Enumerable.Range(0, MovieCount).ToArray();
            random.Shuffle(items);
            for (var place = 0; place < 24; place++)
            {
                var liked = IsComedy(items[place]) == likesComedy;
                var rating = (liked ? 4f : 1.5f) + (0.5f * random.Next(3));
                builder.Add(user, (items[place] + 1) * 10, rating, (place / 8 * 200_000L) + (place * 60) + 1_000_000_000);
            }
        }

        return builder.Build();
    }

    public static bool IsComedy(int item) => item % 2 == 0;

    /// <summary>Models trained on <see cref="Ratings"/>, shared by tests that do not change what they are trained on.</summary>
    public static ModelSet Models { get; } = new ModelTrainer(FastTraining.Options).Train(Catalog, Ratings());
}
