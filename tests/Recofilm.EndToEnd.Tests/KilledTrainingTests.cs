using Recofilm.Core.Sample;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>The Functions host kills its handler without asking; a training that dies leaves a champion that loads.</summary>
[Collection("one after the other")]
public sealed class KilledTrainingTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    [Fact]
    public async Task A_training_killed_at_any_step_leaves_the_champion_serving_and_the_next_one_free_to_run()
    {
        await using var platform = await Platform.WithSampleAsync(postgres, azurite, new SampleOptions { Users = 150, MeanRatings = 40 });
        var first = await platform.StartAsync();
        await Training.RunAsync(first);
        var champion = await Training.ServedVersionAsync(first);

        foreach (var step in (string[])["Train", "Evaluate", "Publish"])
        {
            await platform.Database.ExecuteAsync(
                "UPDATE ratings SET rating = 5.5 - rating WHERE (user_id, movie_id) = (SELECT user_id, movie_id FROM ratings LIMIT 1)");
            var doomed = await platform.StartAsync();
            var training = FreeToRunAsync(doomed);
            await doomed.WaitForOutputAsync(line => line.Contains($": {step}.", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
            await doomed.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => training);

            var next = await platform.StartAsync();
            Assert.Equal(champion, await Training.ServedVersionAsync(next));
            await next.KillAsync();
        }

        var report = await FreeToRunAsync(first);
        Assert.Contains("Published", report, StringComparison.Ordinal);
        Assert.Equal(3, await platform.Database.ScalarAsync<long>("SELECT count(*) FROM training_runs WHERE status = 'failed'"));
    }

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
