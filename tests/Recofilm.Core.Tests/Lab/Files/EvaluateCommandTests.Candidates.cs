using System.Text.Json;

namespace Recofilm.Core.Tests.Lab.Files;

public sealed partial class EvaluateCommandTests
{
    [Fact]
    public async Task Candidates_are_measured_when_asked_for()
    {
        string[] arguments =
        [
            "--ratings", WriteRatings(timestamps: true), "--models", "popularity", "--split", "next-visit", "--candidates",
            "--set", "hybrid.splits_of_a_kind=1", "--set", "hybrid.forest.trees=1", "--set", "svd.samples=1",
        ];
        var tables = await RunAsync(arguments);
        var json = await RunAsync([.. arguments, "--json"]);

        Assert.Contains("Recall of the hybrid's candidates, next_visit", tables.StandardOutput, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(json.StandardOutput);
        var candidates = report.RootElement.GetProperty("candidates").GetProperty("next_visit");
        Assert.Equal(["size", "recall", "recall_100", "generators"], NamesOf(candidates));
        Assert.Equal(
            ["quota", "recall", "recall_100", "only_here"],
            NamesOf(candidates.GetProperty("generators").GetProperty("neighbours_of_visit")));
    }
}
