using Recofilm.Core.Catalog;
using Recofilm.Core.Numerics;
using Recofilm.Core.Popularity;

namespace Recofilm.Core.Tests.Popularity;

public class GenreRecommenderTests
{
    // Without a prior the Bayesian average is the mean: ratings 3, 4, 5, 4, 4, 2 of movies 1 to 6.
    private static readonly GenreRecommender Recommender = new(
        new MovieCatalog(
        [
            new Movie(1, "Both, weak", 2000, ["Comedy", "Sci-Fi"]),
            new Movie(2, "Both, good", 2000, ["Sci-Fi", "Comedy"]),
            new Movie(3, "Comedy, best", 2000, ["Comedy"]),
            new Movie(4, "Sci-Fi, few votes", 2000, ["Sci-Fi"]),
            new Movie(5, "Sci-Fi, many votes", 2000, ["Sci-Fi", "Horror"]),
            new Movie(6, "Neither", 2000, ["Drama"]),
        ]),
        new ItemStatistics([5, 5, 5, 5, 9, 5], new int[6], [3, 4, 5, 4, 4, 2], 3.5f, 0));

    [Fact]
    public void Movies_with_all_genres_come_before_better_ones_with_any() =>
        Assert.Equal([1, 0, 2, 4, 3], Items("Comedy", "Sci-Fi"));

    [Fact]
    public void A_movie_with_none_of_the_genres_never_appears() => Assert.Equal([4, 1, 3, 0], Items("Sci-Fi"));

    [Fact]
    public void No_genre_wanted_suits_every_movie() => Assert.Equal([2, 4, 1, 3, 0, 5], Items());

    [Fact]
    public void Genres_are_found_in_any_case_and_named_as_in_the_catalogue()
    {
        Assert.Equal("Sci-Fi", Recommender.CanonicalGenre(" sci-FI "));
        Assert.Equal(Items("Sci-Fi"), Items("SCI-FI", "sci-fi"));
    }

    [Fact]
    public void An_unknown_genre_is_refused_with_those_that_exist()
    {
        var exception = Assert.Throws<UnknownGenreException>(() => Items("SciFi"));

        Assert.Equal("Unknown genre 'SciFi'. Known genres: Comedy, Drama, Horror, Sci-Fi.", exception.Message);
        Assert.Equal("SciFi", exception.Genre);
        Assert.Equal(["Comedy", "Drama", "Horror", "Sci-Fi"], exception.KnownGenres);
    }

    private static int[] Items(params string[] wanted)
    {
        var (scores, items) = (new float[6], new int[6]);
        Recommender.Score(wanted, scores);
        return items[..TopK.Select(scores, items)];
    }
}
