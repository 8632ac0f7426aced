using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.Sample;

namespace Recofilm.Core.Tests.Datasets.Sample;

public class SampleCatalogTests
{
    private static readonly string[] MovieLensGenres =
    [
        "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
        "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    private static readonly MovieCatalog Catalog = SampleCatalog.Load();

    [Fact]
    public void Every_film_has_a_year_genres_and_tags()
    {
        Assert.True(Catalog.Count >= 400);
        Assert.Equal(MovieLensGenres, Catalog.Genres);
        for (var item = 0; item < Catalog.Count; item++)
        {
            Assert.InRange(Catalog[item].Year ?? 0, 1920, 2019);
            Assert.NotEmpty(Catalog[item].Genres);
            Assert.True(Catalog.TagsOf(item).Distinct().Count() >= 2, Catalog[item].Title);
        }
    }

    [Fact]
    public void No_film_is_listed_twice() => Assert.Equal(
        Catalog.Count, Catalog.Movies.ToArray().Select(movie => (movie.Title, movie.Year)).Distinct().Count());

    [Theory]
    [InlineData("Amélie", "Le Fabuleux destin d'Amélie Poulain", 2001, "Comedy|Romance")]
    [InlineData("The Good, the Bad and the Ugly", "Il Buono, il brutto, il cattivo", 1966, "Action|Adventure|Western")]
    [InlineData("\"Crocodile\" Dundee", null, 1986, "Adventure|Comedy")]
    [InlineData("2001: A Space Odyssey", null, 1968, "Adventure|Drama|Sci-Fi")]
    [InlineData("1917", null, 2019, "Drama|War")]
    public void Titles_keep_accents_commas_quotes_and_digits(string title, string? original, int year, string genres)
    {
        var movie = Assert.Single(Catalog.Movies.ToArray(), movie => movie.Title == title);

        Assert.Equal((original, year), (movie.OriginalTitle, movie.Year));
        Assert.Equal(genres.Split('|'), movie.Genres);
    }
}
