using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Tests.Datasets;

public class MovieLensTitleTests
{
    [Theory]
    [InlineData("Toy Story (1995)", "Toy Story", null, 1995)]
    [InlineData("Matrix, The (1999)", "The Matrix", null, 1999)]
    [InlineData("Avventura, L' (Adventure, The) (1960)", "L'Avventura", "The Adventure", 1960)]
    [InlineData("Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)",
        "The Good, the Bad and the Ugly", "Il Buono, il brutto, il cattivo", 1966)]
    [InlineData("Seven (a.k.a. Se7en) (1995)", "Seven", "Se7en", 1995)]
    [InlineData("City of Lost Children, The (a.k.a. Lost Children) (Cité des enfants perdus, La) (1995)",
        "The City of Lost Children", "La Cité des enfants perdus / Lost Children", 1995)]
    [InlineData("Emmanuelle (Emmanuelle) (1974)", "Emmanuelle", null, 1974)]
    [InlineData("Seventh Seal, The (Sjunde inseglet, Det) (1957)", "The Seventh Seal", "Det Sjunde inseglet", 1957)]
    [InlineData("Hotel Chevalier (Part 1 of 'The Darjeeling Limited') (2007)",
        "Hotel Chevalier (Part 1 of 'The Darjeeling Limited')", null, 2007)]
    [InlineData("Two of Us (et salut à tous) (1999)", "Two of Us (et salut à tous)", null, 1999)]
    [InlineData("Birdman: Or (The Unexpected Virtue of Ignorance) (2014)",
        "Birdman: Or (The Unexpected Virtue of Ignorance)", null, 2014)]
    [InlineData("Die, Mommy, Die! (2003)", "Die, Mommy, Die!", null, 2003)]
    [InlineData("Babylon 5", "Babylon 5", null, null)]
    public void Article_original_title_and_year_find_their_places(string text, string name, string? original, int? year)
    {
        Assert.Equal(new MovieLensTitle(name, original, year), MovieLensTitle.Parse(text));
    }
}
