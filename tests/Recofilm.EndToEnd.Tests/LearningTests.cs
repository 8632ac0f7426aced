using System.Text.Json;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>
/// From what users do to a better model, with two programs on one database and one registry, and users who ask all the
/// time and must never be refused.
/// </summary>
[Collection("one after the other")]
public sealed class LearningTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private const string Feedback = "feedback_training";

    [Fact]
    public async Task What_users_do_counts_at_once_and_the_models_learn_from_it_under_load()
    {
        await using var platform = await Platform.WithSampleAsync(
            postgres, azurite, new SampleOptions { Users = 160, MeanRatings = 45 },
            ("Recofilm__Training__EvaluationRatings", "100000"), ("Recofilm__Training__NdcgTolerance", "0.01"),
            ("Recofilm__Drift__MinimumUsers", "20"), ("Recofilm__Drift__RollbackStandardErrors", "3"));
        using var viewers = await Viewers.TakeAsync(platform.Database);
        var first = await platform.StartAsync();
        var second = await platform.StartAsync();
        Assert.Contains("Published", await Training.RunAsync(platform.Database, first), StringComparison.Ordinal);
        var trained = await Training.ServedVersionAsync(first);
        await Training.UntilServesAsync(second, trained);
        await viewers.LogInAsync(platform.Database, first, second);
        using var operatorClient = await OperatorAsync(platform, first);

        await using (await SteadyLoad.StartAsync(first, users: 1))
        await using (await SteadyLoad.StartAsync(second, users: 1))
        {
            await CountsAtOnceAsync(first, second);
            var refined = await TrainOnFeedbackAsync(platform, viewers, first, second, trained);
            var bad = await RefuseAsync(platform, operatorClient, first, refined);
            await RollBackAsync(platform, viewers, operatorClient, first, second, refined, bad);
            await TryAsync(platform, viewers, operatorClient, first, second, champion: refined, challenger: trained);
        }

        Assert.Empty(first.Errors);
        Assert.Empty(second.Errors);
    }

    // A rating sent to one program changes the list of the other on the next request; a dismissed movie is gone from both.
    private static async Task CountsAtOnceAsync(TestFunctionsHost first, TestFunctionsHost second)
    {
        using var here = await UserClient.RegisterAsync(first);
        using var there = here.At(second);
        var before = UserClient.MovieIds(await there.SendAsync("GET", "/recommendations"));
        await here.SendAsync("PUT", $"/ratings/{before[0]}", """{"rating": 5}""", status: 201);
        var after = await there.SendAsync("GET", "/recommendations");
        Assert.Equal("collaborative", after.GetProperty("strategy").GetString());
        Assert.NotEqual(before[1..], UserClient.MovieIds(after)[..9]);
        Assert.DoesNotContain(before[0], UserClient.MovieIds(after));

        var dismissed = UserClient.MovieIds(after)[0];
        await there.SendAsync("PUT", $"/dismissals/{dismissed}", status: 204);
        Assert.DoesNotContain(dismissed, UserClient.MovieIds(await here.SendAsync("GET", "/recommendations?limit=100")));
        Assert.DoesNotContain(dismissed, UserClient.MovieIds(await there.SendAsync("GET", "/recommendations?limit=100")));
    }

    // Fewer than a thousand new ratings do nothing; a thousand start a partial training, and both programs swap.
    private static async Task<string> TrainOnFeedbackAsync(
        Platform platform, Viewers viewers, TestFunctionsHost first, TestFunctionsHost second, string trained)
    {
        Assert.DoesNotContain("Training", await Training.RunAsync(platform.Database, first, Feedback), StringComparison.Ordinal);
        await viewers.RateAsync(1_000);

        var report = await Training.RunAsync(platform.Database, first, Feedback);

        Assert.Contains("Published", report, StringComparison.Ordinal);
        var refined = await Training.ServedVersionAsync(first);
        Assert.NotEqual(trained, refined);
        await Training.UntilServesAsync(second, refined);
        Assert.Equal("feedback", await platform.Database.ScalarAsync<string>(
            $"SELECT trigger FROM training_runs WHERE model_version = '{refined}'"));
        await viewers.RateAsync(300);
        return refined;
    }

    // Bots, each with too few ratings to be judged by: what is learned from them is no good for anybody else.
    private static async Task<string> RefuseAsync(
        Platform platform, UserClient operatorClient, TestFunctionsHost trainer, string champion)
    {
        await platform.Database.ExecuteAsync(
            """
            INSERT INTO users (user_id, role, created_at) SELECT bot, 'user', now() FROM generate_series(900001, 904000) bot;
            WITH placed AS MATERIALIZED (
                SELECT movie_id, row_number() OVER (ORDER BY hashint4(movie_id * 31)) AS place FROM movies
            )
            INSERT INTO ratings (user_id, movie_id, rating, created_at)
            SELECT bot, movie_id, CASE WHEN place % 2 = 0 THEN 0.5 ELSE 5 END, now()
            FROM generate_series(900001, 904000) bot
            CROSS JOIN generate_series(1, 9) pick
            JOIN placed ON place = 1 + abs(hashint8(bot::bigint * 1000003 + pick)::bigint) % (SELECT count(*) FROM movies)
            ON CONFLICT DO NOTHING
            """);

        var report = await Training.RunAsync(platform.Database, trainer, Feedback);

        Assert.Contains("Refused", report, StringComparison.Ordinal);
        var refused = (await ModelsAsync(operatorClient)).Single(model => model.GetProperty("state").GetString() == "refused");
        var gate = refused.GetProperty("gate");
        Assert.False(gate.GetProperty("accepted").GetBoolean());
        Assert.StartsWith(
            "Worse than the champion on the same ratings: ", gate.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(champion, gate.GetProperty("champion").GetString());
        Assert.Equal(champion, await Training.ServedVersionAsync(trainer));
        return refused.GetProperty("version").GetString()!;
    }

    // An operator activates it all the same: users find out, and it goes back by itself, once.
    private static async Task RollBackAsync(
        Platform platform, Viewers viewers, UserClient operatorClient, TestFunctionsHost first, TestFunctionsHost second,
        string good, string bad)
    {
        await operatorClient.SendAsync("POST", $"/models/{bad}/activate");
        await Training.UntilServesAsync(second, bad);
        await viewers.RateAsync(300);

        var report = await Training.RunAsync(platform.Database, second, Feedback);

        Assert.Contains($"Model {bad} was rolled back to {good}. Worse than its predecessor: ", report, StringComparison.Ordinal);
        await Training.UntilServesAsync(first, good);
        await Training.UntilServesAsync(second, good);
        var again = await Training.RunAsync(platform.Database, first, Feedback);
        Assert.DoesNotContain("rolled back", again, StringComparison.Ordinal);
        Assert.Equal(good, await Training.ServedVersionAsync(first));
        var rollback = Assert.Single(
            (await operatorClient.SendAsync("GET", "/models")).GetProperty("rollbacks").EnumerateArray());
        Assert.Equal((bad, good), (rollback.GetProperty("from").GetString(), rollback.GetProperty("to").GetString()));
    }

    // Half the users get another version, the same ones at both programs; what the report says of both sides adds up.
    private static async Task TryAsync(
        Platform platform, Viewers viewers, UserClient operatorClient, TestFunctionsHost first, TestFunctionsHost second,
        string champion, string challenger)
    {
        await operatorClient.SendAsync("POST", $"/models/{challenger}/challenge", """{"share": 0.5}""");
        // A program may hear of it in the middle of a look: the one after a look with both versions at both programs counts.
        while (!IsTriedByBoth(await viewers.LookAsync(), champion))
            continue;
        var served = await viewers.LookAsync();

        Assert.Equal(served, await viewers.LookAsync());
        Assert.InRange(served.Values.Count(version => version == challenger), served.Count / 4, served.Count * 3 / 4);

        var started = (await operatorClient.SendAsync("GET", "/models")).GetProperty("challenger").GetProperty("started_at")
            .GetDateTimeOffset();
        var (low, trial) = (
            await ShownAsync(platform, started),
            (await operatorClient.SendAsync("GET", "/models")).GetProperty("challenger"));
        var high = await ShownAsync(platform, started);
        Assert.Equal(challenger, trial.GetProperty("version").GetString());
        var lists = trial.GetProperty("champion").GetProperty("lists").GetInt64()
            + trial.GetProperty("challenger").GetProperty("lists").GetInt64();
        Assert.InRange(lists, low, high);
        foreach (var arm in (string[])["champion", "challenger"])
        {
            var rate = trial.GetProperty(arm).GetProperty("hit_rate");
            Assert.Equal(trial.GetProperty(arm).GetProperty("lists").GetInt64(), rate.GetProperty("count").GetInt64());
            Assert.InRange(
                rate.GetProperty("value").GetDouble(), rate.GetProperty("low").GetDouble(), rate.GetProperty("high").GetDouble());
        }

        await operatorClient.SendAsync("POST", $"/models/{challenger}/promote");
        await Training.UntilServesAsync(first, challenger);
        await Training.UntilServesAsync(second, challenger);
        Assert.Equal(JsonValueKind.Null, (await operatorClient.SendAsync("GET", "/models")).GetProperty("challenger").ValueKind);
    }

    private static bool IsTriedByBoth(IReadOnlyDictionary<int, string> served, string champion) =>
        served.Any(user => user.Key % 2 == 0 && user.Value != champion)
            && served.Any(user => user.Key % 2 == 1 && user.Value != champion);

    private static Task<long> ShownAsync(Platform platform, DateTimeOffset since) => platform.Database.ScalarAsync<long>(
        $"SELECT count(*) FROM recommendations WHERE served_at >= '{since:O}' AND cardinality(movie_ids) > 0");

    private static async Task<IEnumerable<JsonElement>> ModelsAsync(UserClient operatorClient) =>
        (await operatorClient.SendAsync("GET", "/models")).GetProperty("models").EnumerateArray();

    private static async Task<UserClient> OperatorAsync(Platform platform, TestFunctionsHost host)
    {
        using var user = await UserClient.RegisterAsync(host);
        var users = new UserStore(platform.Database.Connections);
        var key = UserKeys.Create();
        await users.SetKeyAsync(
            user.UserId, new UserKeys(ProgramSettings.Pepper).Hash(key), TestContext.Current.CancellationToken);
        await users.SetRoleAsync(user.UserId, UserRole.Operator, TestContext.Current.CancellationToken);
        return await UserClient.LogInAsync(host, user.UserId, key);
    }
}
