using Recofilm.Core.Content;

namespace Recofilm.Core.Tests.Content;

public class ContentOptionsTests
{
    public static TheoryData<ContentOptions, string> Invalid => new()
    {
        { new() { GenreWeight = -1 }, "GenreWeight must be a finite number of at least 0." },
        { new() { TagWeight = float.NaN }, "TagWeight must be a finite number of at least 0." },
        { new() { TagPrior = -1 }, "TagPrior must be a finite number of at least 0." },
        { new() { TitleWeight = float.PositiveInfinity }, "TitleWeight must be a finite number of at least 0." },
        { new() { EraWeight = -0.1f }, "EraWeight must be a finite number of at least 0." },
        {
            new() { GenreWeight = 0, TagWeight = 0, TitleWeight = 0, EraWeight = 0 },
            "At least one field weight must be positive."
        },
        { new() { EraReach = 21 }, "EraReach must be between 0 and 20." },
        { new() { MinimumMovies = 0 }, "MinimumMovies must be at least 1." },
        { new() { Profile = new() { RatingOffset = float.NaN } }, "RatingOffset must be a finite number." },
        { new() { Profile = new() { RecencyHorizon = 0 } }, "RecencyHorizon must be a finite number above 0." },
        { new() { Profile = new() { RecencyFloor = 1.5f } }, "RecencyFloor must be between 0 and 1." },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_value_out_of_range_is_named(ContentOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new ContentTrainer(options)).Message);
}
