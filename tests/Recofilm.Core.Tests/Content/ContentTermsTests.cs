using Recofilm.Core.Catalog;
using Recofilm.Core.Content;

namespace Recofilm.Core.Tests.Content;

public class ContentTermsTests
{
    [Theory]
    [InlineData("The Good, the Bad and the Ugly", "good bad ugly")]
    [InlineData("Amélie (Fabuleux destin d'Amélie Poulain, Le)", "amélie fabuleux destin d poulain")]
    [InlineData("2001: A Space Odyssey", "2001 space odyssey")]
    [InlineData("Toy Story 2", "toy story 2")]
    [InlineData("WALL·E", "wall")]
    [InlineData("…", "")]
    public void Titles_are_cut_into_distinct_words_without_articles(string title, string words) =>
        Assert.Equal(
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries), ContentTerms.TitleWords(new Movie(1, title, null, [])));

    [Fact]
    public void Tags_stay_whole_and_count_by_the_logarithm_of_their_users()
    {
        string[] given = ["Based on a  Book", " based on a book", "BASED ON A BOOK", "based on a book", "robots", " "];
        var catalog = new MovieCatalog(
            [new Movie(1, "Example", 2000, [])], given.Select((tag, user) => new MovieTag(user, 1, tag, null)));

        Assert.Equal(["based on a book", "based on a book", "based on a book", "robots"], ContentTerms.Tags(catalog, 0));
    }

    [Fact]
    public void Genres_stay_whole() =>
        Assert.Equal(["Sci-Fi", "Film-Noir"], ContentTerms.Genres(new Movie(1, "Example", 1982, ["Sci-Fi", "Film-Noir"])));

    [Fact]
    public void The_era_is_the_years_around_the_release()
    {
        Assert.Equal(["1992", "1993", "1994", "1995", "1996"], ContentTerms.Era(new Movie(1, "Example", 1994, []), 2));
        Assert.Empty(ContentTerms.Era(new Movie(1, "Example", null, []), 2));
    }
}
