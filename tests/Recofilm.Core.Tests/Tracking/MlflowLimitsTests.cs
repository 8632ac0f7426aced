using Microsoft.Extensions.Configuration;
using Recofilm.Core.Tracking;

namespace Recofilm.Core.Tests.Tracking;

public sealed class MlflowLimitsTests
{
    [Fact]
    public async Task What_is_over_any_limit_arrives_whole_in_batches_that_the_server_takes()
    {
        await using var server = await MlflowServer.StartAsync();
        using var http = new HttpClient();
        var client = new MlflowClient(http, Options(server.Address));
        var experiment = await client.FindOrCreateExperimentAsync("a/b c", TestContext.Current.CancellationToken);
        var run = await client.CreateRunAsync(new CreateRun(experiment, "run", 1), TestContext.Current.CancellationToken);
        MlflowMetric[] metrics =
            [.. Enumerable.Range(0, 2_345).Select(step => new MlflowMetric("loss", step == 7 ? double.NaN : step, 1, step))];
        MlflowPair[] parameters =
            [.. Enumerable.Range(0, 250).Select(number => MlflowLimits.Param($"p {number}: ü/../x", new string('é', 6_000)))];
        MlflowPair[] tags =
            [.. Enumerable.Range(0, 130).Select(number => MlflowLimits.Tag($"t{number}", new string('"', 9_000)))];

        await client.LogAsync(MlflowLimits.Batches(run.RunId, metrics, parameters, tags), TestContext.Current.CancellationToken);

        var logged = Assert.Single(server.Runs.Values);
        Assert.Equal(metrics.Select(metric => (metric.Key, metric.Step, metric.Value)), logged.Metrics);
        Assert.Equal((250, 130), (logged.Params.Count, logged.Tags.Count));
        Assert.Equal("a/b c", Assert.Single(server.Experiments).Key);
    }

    [Theory]
    [InlineData("svd_rmse", "svd_rmse")]
    [InlineData("/a//b/", "a/b")]
    [InlineData("../x", "_/x")]
    [InlineData("naïve:λ", "na_ve__")]
    [InlineData("", "_")]
    public void Keys_are_made_to_be_allowed(string name, string expected) => Assert.Equal(expected, MlflowLimits.Key(name));

    [Fact]
    public async Task The_servers_reason_is_told()
    {
        await using var server = await MlflowServer.StartAsync();
        using var http = new HttpClient();
        var client = new MlflowClient(http, Options(server.Address));
        var experiment = await client.FindOrCreateExperimentAsync("films", TestContext.Current.CancellationToken);
        Assert.Equal(experiment, await client.FindOrCreateExperimentAsync("films", TestContext.Current.CancellationToken));
        var run = await client.CreateRunAsync(new CreateRun(experiment, "run", 1), TestContext.Current.CancellationToken);
        await client.LogAsync([new LogBatch(run.RunId, [], [new("rank", "16")], [])], TestContext.Current.CancellationToken);

        var changed = await Assert.ThrowsAsync<MlflowException>(() => client.LogAsync(
            [new LogBatch(run.RunId, [], [new("rank", "32")], [])], TestContext.Current.CancellationToken));
        var unknown = await Assert.ThrowsAsync<MlflowException>(() => client.UpdateRunAsync(
            new UpdateRun("0123", "FINISHED", 1), TestContext.Current.CancellationToken));

        Assert.Equal(
            "MLflow refused POST mlflow/runs/log-batch (400): Changing param values is not allowed. "
                + "Param with key='rank' was already logged.",
            changed.Message);
        Assert.Equal(("RESOURCE_DOES_NOT_EXIST", "16"), (unknown.ErrorCode, server.Runs[run.RunId].Params["rank"]));
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_named()
    {
        var options = Options("ftp://server", ("MLFLOW_TRACKING_TOKEN", "t"), ("MLFLOW_TRACKING_USERNAME", "u"));
        options.RegisteredModel = "a/b";
        options.Timeout = TimeSpan.Zero;

        string[] problems =
        [
            "MLFLOW_TRACKING_URI must be an http or https address; got 'ftp://server'.",
            "MLFLOW_TRACKING_TOKEN and MLFLOW_TRACKING_USERNAME are both set: leave one out.",
            "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD belong together.",
            "Recofilm:Mlflow:RegisteredModel must be 1 to 250 letters, digits, '_', '-', '.' and spaces; got 'a/b'.",
            "Recofilm:Mlflow:Timeout must be 00:00:01 to 00:10:00; got 00:00:00.",
        ];
        Assert.Equal(problems, options.Problems());
    }

    private static MlflowOptions Options(string address, params (string Key, string Value)[] settings)
    {
        var options = new MlflowOptions();
        options.ReadClientSettings(new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                new("MLFLOW_TRACKING_URI", address),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            ])
            .Build());
        return options;
    }
}
