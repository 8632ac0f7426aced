using Recofilm.Core.Catalog;

namespace Recofilm.Core.Tests.Catalog;

public class TitleYearTests
{
    [Theory]
    [InlineData("Toy Story (1995)", "Toy Story", 1995)]
    [InlineData("Matrix, The (1999)", "Matrix, The", 1999)]
    [InlineData("City of Lost Children, The (Cité des enfants perdus, La) (1995)",
        "City of Lost Children, The (Cité des enfants perdus, La)", 1995)]
    [InlineData("Death Note (2006–2007)", "Death Note", 2006)]
    [InlineData("Big Bang Theory, The (2007-)", "Big Bang Theory, The", 2007)]
    [InlineData("Babylon 5", "Babylon 5", null)]
    [InlineData("  Ready Player One  ", "Ready Player One", null)]
    [InlineData("Blade Runner 2049 (2017) ", "Blade Runner 2049", 2017)]
    [InlineData("1984", "1984", null)]
    [InlineData("(1995)", "(1995)", null)]
    [InlineData("Room (1408)", "Room (1408)", null)]
    [InlineData("Cosmos (12345)", "Cosmos (12345)", null)]
    public void The_year_is_taken_from_the_end_of_the_title(string text, string title, int? year)
    {
        Assert.Equal((title, year), TitleYear.Split(text));
    }
}
