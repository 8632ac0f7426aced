using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Telemetry;

/// <summary>The metrics of the running program at /metrics.</summary>
[Collection(ApiCollection.Name)]
public sealed class MetricsTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_are_there_from_the_start_at_zero()
    {
        await using var program = await ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?> { ["Recofilm__Storage__Container"] = "empty-container" },
        });
        var samples = await ExposedMetric.ReadAsync(program.Client, Cancellation);

        foreach (var outcome in (string[])["personal", "fallback", "empty"])
            Assert.Equal(0, ValueOf(samples, "recofilm_recommendations_total", ("strategy", "hybrid"), ("outcome", outcome)));
        foreach (var outcome in (string[])["succeeded", "refused", "throttled"])
            Assert.Equal(0, ValueOf(samples, "recofilm_logins_total", ("outcome", outcome)));
        foreach (var outcome in (string[])["loaded", "failed", "rejected"])
            Assert.Equal(0, ValueOf(samples, "recofilm_model_refreshes_total", ("outcome", outcome)));
        Assert.DoesNotContain(samples, sample => sample.Name == "recofilm_model_info");
    }

    [Fact]
    public async Task Lists_are_counted_by_what_was_asked_for_and_what_came_of_it()
    {
        using var stranger = await api.SignInAsync();
        await (await stranger.GetAsync("/recommendations?limit=1")).OkAsync();
        var before = await ReadAsync();
        await (await stranger.GetAsync("/recommendations?limit=7")).OkAsync();
        await (await stranger.PutAsync("/ratings/6", """{"rating": 5}""")).OkAsync(201);
        await (await stranger.GetAsync("/recommendations?limit=7")).OkAsync();
        await (await stranger.GetAsync("/recommendations?min_year=2200")).OkAsync();
        var after = await ReadAsync();

        double Increase(string name, params (string, string)[] labels) =>
            ValueOf(after, name, labels) - ValueOf(before, name, labels);
        const string Lists = "recofilm_recommendations_total";
        Assert.Equal(1, Increase(Lists, ("strategy", "collaborative"), ("outcome", "fallback")));
        Assert.Equal(1, Increase(Lists, ("strategy", "collaborative"), ("outcome", "personal")));
        Assert.Equal(1, Increase(Lists, ("strategy", "collaborative"), ("outcome", "empty")));
        Assert.Equal(14, Increase("recofilm_recommendations_length_sum"));
        Assert.Equal(3, Increase("recofilm_scoring_duration_seconds_count"));
        Assert.Equal(3, Increase("recofilm_fold_in_duration_seconds_count"));
    }

    [Fact]
    public async Task Logins_are_counted_by_outcome()
    {
        var (userId, userKey) = await api.RegisterAsync();
        var before = await ReadAsync();
        await api.TokenAsync(userId, userKey);
        for (var attempt = 0; attempt < 3; attempt++)
            await api.Anonymous.PostAsync("/login", $$"""{"user_id": {{userId}}, "user_key": "wrong"}""");
        var after = await ReadAsync();

        double Increase(string name, params (string, string)[] labels) =>
            ValueOf(after, name, labels) - ValueOf(before, name, labels);
        Assert.Equal(1, Increase("recofilm_logins_total", ("outcome", "succeeded")));
        Assert.Equal(3, Increase("recofilm_logins_total", ("outcome", "refused")));
    }

    [Fact]
    public async Task The_model_the_training_and_the_database_are_described()
    {
        var samples = await UntilAsync(all => all.Any(sample =>
            sample.Name == "recofilm_training_runs_total" && sample.Value > 0));

        var model = Assert.Single(samples, sample => sample.Name == "recofilm_model_info");
        Assert.Equal("champion", model.Labels["role"]);
        Assert.InRange(ValueOf(samples, "recofilm_model_age_seconds"), 0, 3600);
        var rmse = ValueOf(samples, "recofilm_model_metric", ("name", "svd_rmse"), ("version", model.Labels["version"]));
        Assert.InRange(rmse, 0.1, 3);
        Assert.InRange(ValueOf(samples, "recofilm_training_metric", ("name", "hybrid_in_visit_coverage")), 0, 1);
        // Other tests of this collection train through the same program, so there may be more than one.
        Assert.True(ValueOf(samples, "recofilm_training_step_duration_seconds_count", ("step", "train")) >= 1);
        Assert.Equal(1, ValueOf(samples, "recofilm_database_up"));
        Assert.Contains(samples, sample => sample.Name == "db_client_connection_count");
        Assert.Contains(samples, sample => sample.Name.StartsWith("dotnet_gc_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Labels_hold_nothing_personal()
    {
        using var user = await api.SignInAsync();
        await (await user.GetAsync("/movies/12/similar")).OkAsync();
        await (await user.GetAsync($"/nothing-{user.UserId}")).ProblemAsync(404, "unknown-route");
        var routes = (await api.Anonymous.Http.GetStringAsync("/openapi.json", Cancellation)).Split('"')
            .Where(text => text.StartsWith('/'))
            .Concat(["/docs/{documentName?}", "/docs/{**file}", "/openapi/{documentName}.json", "/app/{*path}", "/mcp/"])
            .ToHashSet();

        var labels = (await ReadAsync()).SelectMany(sample => sample.Labels).ToList();

        Assert.DoesNotContain(labels, label => label.Key.Contains("user", StringComparison.OrdinalIgnoreCase)
            || label.Value.Contains($"{user.UserId}", StringComparison.Ordinal));
        Assert.All(
            labels.Where(label => label.Key == "http_route" && !label.Value.StartsWith("/docs", StringComparison.Ordinal)
                && !label.Value.StartsWith("/openapi", StringComparison.Ordinal)),
            label => Assert.Contains(label.Value, routes));
        Assert.Contains(labels, label => label is { Key: "http_route", Value: "/movies/{movie_id}/similar" });
        Assert.DoesNotContain(labels, label => label.Value.Contains("Host=", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<ExposedMetric>> ReadAsync() => UntilAsync(_ => true);

    private async Task<IReadOnlyList<ExposedMetric>> UntilAsync(Func<IReadOnlyList<ExposedMetric>, bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            // The answer is kept for a moment; what happened before the question must be in it.
            await Task.Delay(TimeSpan.FromMilliseconds(310), timeout.Token);
            if (await ExposedMetric.ReadAsync(api.Program.Client, timeout.Token) is var samples && condition(samples))
                return samples;
        }
    }

    private static double ValueOf(
        IReadOnlyList<ExposedMetric> samples, string name, params (string Name, string Value)[] labels) =>
        Assert.Single(samples, sample => sample.Name == name
            && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Value;
}
