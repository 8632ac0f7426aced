using Recofilm.Core.Datasets.Sample;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>
/// The platform takes an instance without asking. A training that dies with it leaves a champion that loads, and another
/// instance takes it up. Beside the tests that go one after the other, for most of its time it waits for leases to run out.
/// </summary>
public sealed class KilledTrainingTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    // Longer than the lease of the killed process, which is 15 seconds.
    private static readonly TimeSpan _visibility = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_training_killed_at_any_step_leaves_the_champion_serving_and_is_taken_up_by_another_instance()
    {
        await using var platform = await Platform.WithSampleAsync(
            postgres, azurite, new SampleOptions { Users = 100, MeanRatings = 20 });
        var first = await platform.StartAsync();
        await Training.RunAsync(platform.Database, first);
        var original = await Training.ServedVersionAsync(first);
        var champion = original;
        await first.StopAsync();

        string[] steps = ["Train", "Evaluate", "Publish"];
        foreach (var (change, step) in steps.Index())
        {
            await ChangeDataAsync(platform, change);
            var doomed = await platform.StartAsync(visibility: _visibility);
            await doomed.FireTimerAsync("nightly_training", cancellationToken: TestContext.Current.CancellationToken);
            await doomed.WaitForLogAsync(
                line => line.Message.Contains($": {step}.", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await doomed.KillAsync();

            // On a busy machine the kill may come when all is over, but it never leaves half a champion.
            var next = await platform.StartAsync(trains: false);
            var served = await Training.ServedVersionAsync(next);
            var published = await LatestAsync(platform);
            Assert.True(
                served == champion || served == published || step == "Publish",
                $"{served} serves after a kill in step {step}.");
            champion = served;
            await next.KillAsync();
        }

        var heir = await platform.StartAsync();
        await Training.UntilEndedAsync(platform.Database);
        Assert.Equal(0, await platform.Database.ScalarAsync<long>("SELECT count(*) FROM training_runs WHERE status = 'failed'"));
        var latest = await LatestAsync(platform);
        Assert.NotEqual(original, latest);
        await Training.UntilServesAsync(heir, latest);
    }

    private static Task<string> LatestAsync(Platform platform) => platform.Database.ScalarAsync<string>(
        "SELECT model_version FROM training_runs WHERE status = 'published' ORDER BY finished_at DESC LIMIT 1");

    // Another rating each time: what was trained on before would be left unchanged.
    private static Task ChangeDataAsync(Platform platform, int change) => platform.Database.ExecuteAsync(
        $"""
        UPDATE ratings SET rating = 5.5 - rating WHERE (user_id, movie_id) =
            (SELECT user_id, movie_id FROM ratings ORDER BY user_id, movie_id LIMIT 1 OFFSET {change})
        """);
}
