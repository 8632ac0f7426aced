using Recofilm.Core.Sample;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>
/// The Functions host kills its handler without asking; a training that dies leaves a champion that loads. Beside the tests
/// that go one after the other, for most of its time it waits for leases to run out.
/// </summary>
public sealed class KilledTrainingTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    [Fact]
    public async Task A_training_killed_at_any_step_leaves_the_champion_serving_and_the_next_one_free_to_run()
    {
        await using var platform = await Platform.WithSampleAsync(postgres, azurite, new SampleOptions { Users = 100, MeanRatings = 20 });
        var first = await platform.StartAsync();
        await Training.RunAsync(first);
        var champion = await Training.ServedVersionAsync(first);

        string[] steps = ["Train", "Evaluate", "Publish"];
        foreach (var (change, step) in steps.Index())
        {
            await ChangeDataAsync(platform, change);
            var doomed = await platform.StartAsync();
            var training = FreeToRunAsync(doomed);
            await doomed.WaitForOutputAsync(line => line.Contains($": {step}.", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
            await doomed.KillAsync();

            // Publishing is over in a blink: the kill may come too late to stop it, but never leaves half a champion.
            var next = await platform.StartAsync();
            var served = await Training.ServedVersionAsync(next);
            Assert.True(served == champion || step == "Publish", $"{served} serves after a kill in step {step}.");
            await next.KillAsync();
            await Task.WhenAny(training);
        }

        await ChangeDataAsync(platform, steps.Length);
        Assert.Contains("Published", await FreeToRunAsync(first), StringComparison.Ordinal);
        Assert.InRange(await platform.Database.ScalarAsync<long>("SELECT count(*) FROM training_runs WHERE status = 'failed'"), 2, 3);
    }

    // Another rating each time: what was trained on before would be left unchanged.
    private static Task ChangeDataAsync(Platform platform, int change) => platform.Database.ExecuteAsync(
        $"""
        UPDATE ratings SET rating = 5.5 - rating WHERE (user_id, movie_id) =
            (SELECT user_id, movie_id FROM ratings ORDER BY user_id, movie_id LIMIT 1 OFFSET {change})
        """);

    // The lease of the killed process runs out by itself, after 15 seconds.
    private static async Task<string> FreeToRunAsync(HandlerProcess handler)
    {
        while (true)
        {
            var report = await Training.RunAsync(handler);
            if (!report.Contains("AlreadyRunning", StringComparison.Ordinal))
                return report;
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }
}
