using System.Text.Json;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Tests.Registry;

public class ModelVersionTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 4, 15, 0, TimeSpan.FromHours(1));

    [Fact]
    public void A_version_is_named_by_utc_second_and_content()
    {
        var version = ModelVersion.Create(Time, "1a2b3c4d5e6f");

        Assert.Equal("20261124T031500Z-1a2b3c4d", version.ToString());
        Assert.Equal(Time, version.CreatedAt);
        Assert.Equal(version, ModelVersion.Parse("20261124T031500Z-1a2b3c4d"));
    }

    [Fact]
    public void Names_sort_by_time()
    {
        var earlier = ModelVersion.Create(Time, "ffffffff");
        var later = ModelVersion.Create(Time.AddSeconds(1), "00000000");

        Assert.True(earlier < later && later > earlier && earlier <= later && later >= earlier);
        Assert.False(later < earlier || earlier > later || later <= earlier || earlier >= later);
        var same = ModelVersion.Create(Time, "ffffffff");
        Assert.True(earlier <= same && earlier >= same);
        Assert.False(earlier < same || earlier > same);
        Assert.Equal([later, earlier], new[] { earlier, later }.OrderDescending());
    }

    [Fact]
    public void No_version_has_no_name()
    {
        Assert.Equal("", default(ModelVersion).ToString());
        Assert.False(ModelVersion.TryParse(null, out _));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"champion.json\"")]
    public void Json_that_names_no_version_is_refused(string json) => Assert.Equal(
        "Expected the name of a model version.",
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ModelVersion>(json)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("champion.json")]
    [InlineData("20261124T031500Z-1A2B3C4D")]
    [InlineData("20261124T031500Z-1a2b3c4d/manifest.json")]
    [InlineData("20261124T031500Z-1a2b3c4d\n")]
    [InlineData("20261324T031500Z-1a2b3c4d")]
    [InlineData("../../20261124T031500Z-1a2b3c4d")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(ModelVersion.TryParse(text, out _));
        var exception = Assert.Throws<ArgumentException>(() => ModelVersion.Parse(text));
        Assert.StartsWith(
            $"'{text}' is not a model version, such as 20261124T031500Z-1a2b3c4d.", exception.Message, StringComparison.Ordinal);
    }
}
