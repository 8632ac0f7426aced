using Recofilm.Core.Configuration;

namespace Recofilm.Core.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("titel", "title")]
    [InlineData("Limit", "limit")]
    [InlineData("exclude_genr", "exclude_genre")]
    [InlineData("zzzzzzzzz", null)]
    public void A_mistyped_name_finds_the_one_that_was_meant(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Find(name, ["title", "limit", "genre", "exclude_genre"]));
}
