using Recofilm.Chaos;

namespace Recofilm.EndToEnd.Tests;

/// <summary>Promises to clients, while instances, database and storage are killed and stopped.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_130;
    private static readonly TimeSpan _duration = TimeSpan.FromMinutes(2);

    // Leaves a part of the machine to the tests beside it; some dozens of requests a second meet every fault all the same.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task What_is_acknowledged_counts_and_survives_whatever_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "stops processes by signals and finds their children in /proc");

        var report = await ChaosRun.RunAsync(
            new ChaosOptions(_duration, Seed) { Pause = _pause }, TestContext.Current.CancellationToken);

        output.WriteLine(report.ToMarkdown());
        Assert.Empty(report.Violations);
        // A run in which little happened would prove little.
        Assert.InRange(report.Counts.GetValueOrDefault("writes acknowledged"), 500, int.MaxValue);
        Assert.InRange(report.Counts.Where(count => count.Key.StartsWith("faults", StringComparison.Ordinal)).Sum(
            count => count.Value), 10, int.MaxValue);
    }
}
