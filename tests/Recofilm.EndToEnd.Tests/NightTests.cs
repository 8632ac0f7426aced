using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>From an empty registry through two nights, behind the Functions host.</summary>
[Collection("one after the other")]
public sealed class NightTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    [Fact]
    public async Task A_night_trains_publishes_and_serves_and_what_a_user_does_counts_at_once()
    {
        await using var platform = await Platform.WithRealDataAsync(postgres, azurite);
        var host = await platform.StartAsync();
        var follower = await platform.StartAsync(trains: false);
        using var newcomer = await UserClient.RegisterAsync(host);
        await newcomer.SendAsync("GET", "/recommendations", status: 503);

        var report = await Training.RunAsync(platform.Database, host);
        var first = await Training.ServedVersionAsync(host);
        Assert.Contains("Published", report, StringComparison.Ordinal);
        Assert.Contains(first, report, StringComparison.Ordinal);
        await Training.UntilServesAsync(follower, first);

        await FollowNewcomerAsync(newcomer);
        await TrainUnderLoadAsync(platform.Database, host, follower, newcomer, first);
        Assert.Empty(host.Errors);
        Assert.Empty(follower.Errors);
    }

    // A user created a second ago gets genre recommendations, rates three films, and gets collaborative ones.
    private static async Task FollowNewcomerAsync(UserClient newcomer)
    {
        var byGenre = await newcomer.SendAsync(
            "POST", "/genre_recommendations",
            """{"genres": ["Sci-Fi", "Adventure"], "excluded_genres": ["Children"], "limit": 3}""");
        Assert.Equal("genres", byGenre.GetProperty("strategy").GetString());
        var rated = UserClient.MovieIds(byGenre);
        Assert.Equal(3, rated.Length);
        foreach (var movie in rated)
            await newcomer.SendAsync("PUT", $"/ratings/{movie}", """{"rating": 5}""", status: 201);

        var liked = await newcomer.SendAsync("GET", "/recommendations?explain=true");
        Assert.Equal("collaborative", liked.GetProperty("strategy").GetString());
        Assert.Equal(10, UserClient.MovieIds(liked).Length);
        Assert.Empty(UserClient.MovieIds(liked).Intersect(rated));
        Assert.All(
            liked.GetProperty("recommendations").EnumerateArray(),
            movie => Assert.All(
                movie.GetProperty("reasons").EnumerateArray(),
                reason => Assert.Contains(reason.GetProperty("movie_id").GetInt32(), rated)));

        await newcomer.SendAsync("PUT", $"/ratings/{rated[0]}", """{"rating": 0.5}""");
        var disliked = await newcomer.SendAsync("GET", "/recommendations");
        Assert.NotEqual(UserClient.MovieIds(liked), UserClient.MovieIds(disliked));
    }

    private static async Task TrainUnderLoadAsync(
        TestDatabase database, TestFunctionsHost trainer, TestFunctionsHost server, UserClient user, string first)
    {
        Assert.Contains("Published", await RetrainAsync(database, trainer, server, first), StringComparison.Ordinal);

        // The same data again: nothing new is published.
        var unchanged = await Training.RunAsync(database, trainer);
        Assert.Contains("Unchanged", unchanged, StringComparison.Ordinal);
        await user.SendAsync("GET", "/recommendations");
    }

    private static async Task<string> RetrainAsync(
        TestDatabase database, TestFunctionsHost trainer, TestFunctionsHost server, string first)
    {
        await using var load = await SteadyLoad.StartAsync(server, users: 2);
        await using var trainersOwn = await SteadyLoad.StartAsync(trainer, users: 1);
        await load.AnsweredAsync(first, 20);
        var training = Training.RunAsync(database, trainer);
        await trainer.WaitForLogAsync(
            line => line.Message == "Training run 2: Publish.", TestContext.Current.CancellationToken);
        load.Hurry();
        trainersOwn.Hurry();
        var report = await training;
        var second = await Training.ServedVersionAsync(trainer);
        Assert.NotEqual(first, second);
        await load.AnsweredAsync(second, 20);
        await trainersOwn.AnsweredAsync(second, 20);
        Assert.Equal([first, second], load.Answers.Keys.Order(StringComparer.Ordinal));
        return report;
    }
}
