using Recofilm.Core.Catalog;
using Recofilm.Core.ColdStart;

namespace Recofilm.Core.Tests.ColdStart;

public class GenreRecommenderTests
{
    private static readonly HashSet<int> Nothing = [];

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
    public void Movies_with_all_genres_come_before_better_ones_with_any()
    {
        var matches = Recommender.Recommend(["Comedy", "Sci-Fi"], [], Nothing, 10);

        Assert.Equal([1, 0, 2, 4, 3], matches.Select(match => match.Item));
        Assert.Equal([true, true, false, false, false], matches.Select(match => match.MatchesAll));
        Assert.Equal([4f, 3f, 5f, 4f, 4f], matches.Select(match => match.Score));
    }

    [Fact]
    public void Excluded_genres_and_hidden_movies_never_appear()
    {
        Assert.Equal([3], Items(["Sci-Fi"], ["horror", "comedy"]));
        Assert.Equal([4, 1, 3], Items(["Sci-Fi"], [], [0]));
        Assert.Empty(Items(["Sci-Fi"], ["sci-fi"]));
    }

    [Fact]
    public void Pages_continue_where_the_last_one_ended()
    {
        Assert.Equal([1, 0], Recommender.Recommend(["Comedy", "Sci-Fi"], [], Nothing, 2).Select(match => match.Item));
        Assert.Equal([2, 4], Recommender.Recommend(["Comedy", "Sci-Fi"], [], Nothing, 2, 2).Select(match => match.Item));
        Assert.Empty(Recommender.Recommend(["Comedy", "Sci-Fi"], [], Nothing, 2, 5));
    }

    [Fact]
    public void No_genre_wanted_suits_every_movie() => Assert.Equal([2, 4, 1, 3, 0, 5], Items([], []));

    [Fact]
    public void Genres_are_found_in_any_case_and_named_as_in_the_catalogue()
    {
        Assert.Equal("Sci-Fi", Recommender.CanonicalGenre(" sci-FI "));
        Assert.Equal(Items(["Sci-Fi"], []), Items(["SCI-FI", "sci-fi"], []));
    }

    [Fact]
    public void An_unknown_genre_is_refused_with_those_that_exist()
    {
        var exception = Assert.Throws<UnknownGenreException>(() => Items(["SciFi"], []));

        Assert.Equal("Unknown genre 'SciFi'. Known genres: Comedy, Drama, Horror, Sci-Fi.", exception.Message);
        Assert.Equal("SciFi", exception.Genre);
        Assert.Equal(["Comedy", "Drama", "Horror", "Sci-Fi"], exception.KnownGenres);
        Assert.Throws<UnknownGenreException>(() => Items([], ["Westerns"]));
    }

    private static IEnumerable<int> Items(string[] wanted, string[] excluded, params int[] hidden) =>
        Recommender.Recommend(wanted, excluded, hidden.ToHashSet(), 10).Select(match => match.Item);
}
