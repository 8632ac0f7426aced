using Recofilm.Core.Database.Movies;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class MovieStoreTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private MovieStore Movies => new(Database.Connections);

    [Fact]
    public async Task A_movie_is_found_with_its_links_and_statistics()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO movies VALUES (1, 'Toy Story', 1995, '{Animation,Comedy}'), (2, 'Unknown', NULL, '{}');
            INSERT INTO links VALUES (1, '0114709', 862);
            INSERT INTO movie_statistics VALUES (1, 215, 3.92);
            """);

        var toyStory = await Movies.FindAsync(1, Cancellation);
        var unknown = await Movies.FindAsync(2, Cancellation);

        Assert.Equivalent(
            new MovieDetails(1, "Toy Story", 1995, ["Animation", "Comedy"], "0114709", 862, 215, 3.92f), toyStory);
        Assert.Equivalent(new MovieDetails(2, "Unknown", null, [], null, null, 0, null), unknown);
        Assert.Null(await Movies.FindAsync(3, Cancellation));
    }

    [Theory]
    [InlineData("matrix", new[] { 2571, 6365 })]
    [InlineData("The Matrix", new[] { 2571, 6365 })]
    [InlineData("matrx", new[] { 2571, 6365 })]
    [InlineData("MATR", new[] { 2571, 6365 })]
    [InlineData("100%", new[] { 5 })]
    [InlineData("100% w_lf", new int[0])]
    [InlineData("amélie", new[] { 4973 })]
    [InlineData("zzzzz", new int[0])]
    public async Task Search_finds_parts_and_misspellings_the_most_similar_first(string text, int[] expected)
    {
        await AddMoviesAsync(
            (6365, "Matrix Reloaded, The", 2003), (2571, "Matrix, The", 1999), (5, "100% Wolf", 2020),
            (6, "Heat", 1995), (4973, "Amélie (Fabuleux destin d'Amélie Poulain, Le)", 2001));

        var page = await Movies.SearchAsync(new MovieQuery { Text = text }, Cancellation);

        Assert.Equal(expected, page.Items.Select(movie => movie.MovieId));
        Assert.Equal(expected.Length, page.Total);
    }

    [Fact]
    public async Task Filters_combine_and_without_text_the_most_rated_come_first()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO movies VALUES
                (1, 'A', 1990, '{Drama}'), (2, 'B', 1995, '{Drama,Horror}'), (3, 'C', 1995, '{Comedy}'),
                (4, 'D', 2000, '{Drama}'), (5, 'E', NULL, '{Drama}'), (6, 'F', 1999, '{Sci-Fi}');
            INSERT INTO movie_statistics VALUES (4, 10, 3.5), (3, 20, 4);
            """);

        var query = new MovieQuery
        {
            Genres = ["Drama", "Comedy"],
            ExcludedGenres = ["Horror"],
            MinYear = 1990,
            MaxYear = 2000,
            Limit = 2,
        };
        var first = await Movies.SearchAsync(query, Cancellation);
        var second = await Movies.SearchAsync(query with { Offset = 2 }, Cancellation);
        var beyond = await Movies.SearchAsync(query with { Offset = 9 }, Cancellation);

        Assert.Equal([3, 4], first.Items.Select(movie => movie.MovieId));
        Assert.Equal([1], second.Items.Select(movie => movie.MovieId));
        Assert.Empty(beyond.Items);
        Assert.Equal([3, 3, 3], [first.Total, second.Total, beyond.Total]);
    }

    [Theory]
    [InlineData("Toy Story", 1)]
    [InlineData(" toy  STORY (1995) ", 1)]
    [InlineData("The Matrix", 2571)]
    [InlineData("Matrix, The (1999)", 2571)]
    [InlineData("Matrix, The (a.k.a. Other Name) (Matrica) (1999)", 2571)]
    [InlineData("the matrix (1999)", 2571)]
    [InlineData("L'Avventura", 7)]
    [InlineData("Seven", 47)]
    [InlineData("Blade Runner 2049", 8)]
    [InlineData("Toy Story (1996)", null)]
    [InlineData("Toy", null)]
    [InlineData("", null)]
    [InlineData("%", null)]
    [InlineData("1984 (1956)", 9)]
    [InlineData("ÉLITE", 10)]
    public async Task A_title_is_found_as_people_write_it(string title, int? expected)
    {
        await AddMoviesAsync(
            (1, "Toy Story", 1995), (2571, "Matrix, The", 1999), (7, "Avventura, L'", 1960),
            (47, "Seven (a.k.a. Se7en)", 1995), (8, "Blade Runner 2049", 2017), (9, "1984", 1956), (10, "Élite", 2018));

        var match = await Movies.FindByTitleAsync(title, Cancellation);

        Assert.Equal(expected, match?.Movie.MovieId);
        Assert.False(match?.IsAmbiguous ?? false);
    }

    [Fact]
    public async Task Of_several_movies_with_a_title_the_most_rated_is_meant_unless_a_year_is_given()
    {
        await AddMoviesAsync((1, "Sabrina", 1954), (2, "Sabrina", 1995), (3, "Sabrina (Another)", 1990));
        await Database.ExecuteAsync("INSERT INTO movie_statistics VALUES (1, 5, 4), (2, 9, 3)");

        var match = await Movies.FindByTitleAsync("sabrina", Cancellation);
        var older = await Movies.FindByTitleAsync("Sabrina (1954)", Cancellation);

        Assert.Equal(2, match!.Movie.MovieId);
        Assert.Equal([1], match.Others.Select(movie => movie.MovieId));
        Assert.True(match.IsAmbiguous);
        Assert.Equal(1, older!.Movie.MovieId);
        Assert.False(older.IsAmbiguous);
    }

    [Theory]
    [InlineData("the")]
    [InlineData("The the THE  the")]
    public async Task The_best_of_very_many_matches_come_first_and_all_are_listed(string text)
    {
        await AddMoviesAsync([.. Enumerable.Range(1, 400).Select(id => (id, $"The Long Title of Movie {id}", (int?)2000))]);
        await AddMoviesAsync((401, "The", 2000), (402, "The", 2000));
        await Database.ExecuteAsync(
            "INSERT INTO movie_statistics SELECT m, 1000 - m, 3 FROM generate_series(1, 300) m; "
                + "UPDATE movie_statistics SET movie_id = 401 WHERE movie_id = 300");

        var first = await Movies.SearchAsync(new MovieQuery { Text = text, Limit = 3 }, Cancellation);
        var last = await Movies.SearchAsync(new MovieQuery { Text = text, Limit = 100, Offset = 400 }, Cancellation);

        Assert.Equal(402, first.Total);
        Assert.Equal([401, 402, 1], first.Items.Select(movie => movie.MovieId));
        Assert.Equal(2, last.Items.Count);
    }

    [Theory]
    [InlineData("amelie", 1)]
    [InlineData("AMÉLIE", 1)]
    [InlineData("fabuleux", 1)]
    [InlineData("leon", 2)]
    [InlineData("starwars", 3)]
    [InlineData("star wars", 3)]
    [InlineData("smorgasbord", 4)]
    public async Task Search_folds_accents_and_spaces(string text, int expected)
    {
        await AddMoviesAsync(
            (1, "Amélie", 2001), (2, "Léon: The Professional", 1994), (3, "Star Wars: Episode IV - A New Hope", 1977),
            (4, "Smørgåsbord", 1983), (5, "Heat", 1995));
        await Database.ExecuteAsync(
            "UPDATE movies SET original_title = 'Le Fabuleux Destin d''Amélie Poulain' WHERE movie_id = 1");
        Assert.Equal([expected], (await Movies.SearchAsync(new MovieQuery { Text = text }, Cancellation)).Items.Select(
            movie => movie.MovieId));
    }
}
