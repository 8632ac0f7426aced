using Recofilm.Core.Registry.Arrow;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Tests.Registry.Artifacts;

public class TrendsArtifactTests
{
    [Theory]
    [InlineData(null, 28 * 86_400)]
    [InlineData("3600", 3600)]
    public void Files_without_the_length_of_a_period_have_four_weeks(string? stored, long expected)
    {
        var trends = TrendsArtifact.Read(File(stored));

        Assert.Equal(expected, trends.PeriodSeconds);
        Assert.Equal(expected, TrendsArtifact.Read(TrendsArtifact.Write(trends)).PeriodSeconds);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("a month")]
    public void A_period_that_is_no_time_is_refused(string stored) =>
        Assert.StartsWith(
            TrendsArtifact.FileName, Assert.Throws<InvalidDataException>(() => TrendsArtifact.Read(File(stored))).Message,
            StringComparison.Ordinal);

    private static byte[] File(string? periodSeconds)
    {
        var table = new ArrowTableBuilder(1)
            .Values<float>("year", [1999f])
            .Lists<int>("periods", [0, 1], [3])
            .Lists<int>("counts", [0, 1], [2])
            .Metadata("user_count", "2")
            .Metadata("end", "1500000000");
        if (periodSeconds is not null)
            table.Metadata("period_seconds", periodSeconds);
        return table.Build();
    }
}
