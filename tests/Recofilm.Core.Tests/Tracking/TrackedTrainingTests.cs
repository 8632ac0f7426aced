using System.Diagnostics.Metrics;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Core.Tracking;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Tracking;

/// <summary>Real trainings, tracked by a server that refuses what MLflow refuses, or that does not answer.</summary>
public sealed class TrackedTrainingTests(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private BlobContainerClient _container = null!;
    private string _storage = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _container = await azurite.CreateContainerAsync();
        _storage = await azurite.GetConnectionStringAsync();
        await TinyCatalog.LoadAsync(_database);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_published_version_is_a_run_with_all_that_is_known_of_it_and_the_champion()
    {
        await using var server = await MlflowServer.StartAsync("Bearer secret");
        await using var instance = Start(server.Address, ("MLFLOW_TRACKING_TOKEN", "secret"));

        var result = await instance.TrainAsync(cancellationToken: Cancellation);

        var (id, run) = Assert.Single(server.Runs);
        var manifest = await instance.Registry.ReadManifestAsync(result.Version!.Value, Cancellation);
        Assert.Equal((manifest.Version.ToString(), "FINISHED"), (run.Name, run.Status));
        Assert.InRange(run.EndTime, run.StartTime, run.StartTime + 600_000);
        Assert.Equal("10", run.Params["svd.burn_in_sweeps"]);
        Assert.Equal($"{TinyCatalog.MovieCount}", run.Params["data.movies"]);
        Assert.Equal(
            ("timer", "published", manifest.Data.Fingerprint, manifest.CodeVersion,
                manifest.Version.ToString(), $"{result.RunId}"),
            (run.Tags["trigger"], run.Tags["outcome"], run.Tags["data_fingerprint"], run.Tags["code_version"],
                run.Tags["model_version"], run.Tags["training_run_id"]));
        Assert.Contains(("svd_rmse", 0L, manifest.Metrics["svd_rmse"]), run.Metrics);
        Assert.Equal(20, run.Metrics.Count(metric => metric.Key == "history/svd_residual"));
        Assert.Equal(10, run.Metrics.Count(metric => metric.Key == "history/hybrid_ndcg"));
        Assert.Equal(
            Enum.GetNames<TrainingStep>().Select(step => $"step_seconds/{step.ToLowerInvariant()}"),
            run.Metrics.Where(metric => metric.Key.StartsWith("step_seconds/", StringComparison.Ordinal))
                .Select(metric => metric.Key));

        Assert.Equal(manifest.ToJson(), server.Artifacts[$"1/{id}/artifacts/manifest.json"]);
        var version = Assert.Single(server.Models["recofilm"]);
        Assert.Equal((id, $"mlflow-artifacts:/1/{id}/artifacts"), ((string?)version["run_id"], (string?)version["source"]));
        Assert.Equal("1", server.Aliases[("recofilm", "champion")]);
    }

    [Fact]
    public async Task Refused_unchanged_and_failed_runs_are_runs_and_the_alias_follows_a_rollback()
    {
        await using var server = await MlflowServer.StartAsync($"Basic {Convert.ToBase64String("me:pässword"u8)}");
        await using var instance = Start(
            server.Address, ("MLFLOW_TRACKING_USERNAME", "me"), ("MLFLOW_TRACKING_PASSWORD", "pässword"),
            ("MLFLOW_EXPERIMENT_NAME", "Films & more"), ("Recofilm:Mlflow:RegisteredModel", "films"));
        var first = await instance.TrainAsync(cancellationToken: Cancellation);
        await ChangeDataAsync();
        var second = await instance.TrainAsync(cancellationToken: Cancellation);
        await instance.Registry.ActivateAsync(second.Version!.Value, Cancellation);
        await instance.Registry.ActivateAsync(first.Version!.Value, Cancellation);
        var night = await instance.TrainAsync(cancellationToken: Cancellation);
        await _database.ExecuteAsync("DELETE FROM ratings");
        await Assert.ThrowsAsync<InvalidDataException>(() => instance.TrainAsync(cancellationToken: Cancellation));

        Assert.Equal(TrainingStatus.Unchanged, night.Status);
        Assert.Equal("Films & more", Assert.Single(server.Experiments).Key);
        var runs = server.Runs.Values.OrderBy(run => int.Parse(run.Tags["training_run_id"], null)).ToArray();
        Assert.Equal(["FINISHED", "FINISHED", "FINISHED", "FAILED"], runs.Select(run => run.Status));
        Assert.Equal(
            ["published", second.Status.ToSnakeCase(), "unchanged", "failed"],
            runs.Select(run => run.Tags["outcome"]));
        Assert.Equal("There are no ratings to train on.", runs[3].Tags["mlflow.note.content"]);
        Assert.Equal("1", server.Aliases[("films", "champion")]);
    }

    [Fact]
    public async Task A_refused_candidate_is_a_run_with_its_manifest_and_no_version_of_the_model()
    {
        await using var server = await MlflowServer.StartAsync();
        await using var instance = Start(server.Address);
        await instance.Registry.ActivateAsync(await instance.Registry.PublishAsync(1, rmse: 0.0001), Cancellation);

        var result = await instance.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal(TrainingStatus.Refused, result.Status);
        var (id, run) = Assert.Single(server.Runs);
        Assert.Equal(
            ("refused", result.Message, ExampleModel.Version(1).ToString()),
            (run.Tags["outcome"], run.Tags["mlflow.note.content"], run.Tags["compared_with"]));
        var manifest = await instance.Registry.ReadManifestAsync(result.Version!.Value, Cancellation);
        Assert.Equal(
            ("timer", manifest.Version.ToString(), manifest.Data.Fingerprint, manifest.CodeVersion, "FINISHED"),
            (run.Tags["trigger"], run.Tags["model_version"], run.Tags["data_fingerprint"], run.Tags["code_version"], run.Status));
        Assert.Contains(("svd_rmse", 0L, manifest.Metrics["svd_rmse"]), run.Metrics);
        Assert.Equal(20, run.Metrics.Count(metric => metric.Key == "history/svd_residual"));
        Assert.Equal(manifest.ToJson(), server.Artifacts[$"1/{id}/artifacts/manifest.json"]);
        Assert.Empty(server.Models);
        Assert.Empty(server.Aliases);
    }

    [Fact]
    public async Task A_partial_training_is_a_run_that_names_its_trigger_and_where_it_started()
    {
        await using var server = await MlflowServer.StartAsync();
        await using var instance = Start(server.Address);
        var first = await instance.TrainAsync(cancellationToken: Cancellation);
        await ChangeDataAsync();

        var partial = await instance.Pipeline.RunAsync(TrainingTrigger.Feedback, progress: null, Cancellation);

        var (id, run) = Assert.Single(server.Runs, run => run.Value.Tags["trigger"] == "feedback");
        var manifest = await instance.Registry.ReadManifestAsync(partial.Version!.Value, Cancellation);
        Assert.Equal(
            (first.Version.ToString(), first.Version.ToString(), manifest.Version.ToString(), manifest.Data.Fingerprint),
            (run.Tags["refined_from"], run.Tags["compared_with"], run.Tags["model_version"], run.Tags["data_fingerprint"]));
        Assert.Equal(partial.Status.ToSnakeCase(), run.Tags["outcome"]);
        Assert.Equal("10", run.Params["svd.burn_in_sweeps"]);
        Assert.Contains(("svd_rmse", 0L, manifest.Metrics["svd_rmse"]), run.Metrics);
        Assert.Equal(
            Enumerable.Range(0, manifest.History["svd_residual"].Count).Select(step => (long)step),
            run.Metrics.Where(metric => metric.Key == "history/svd_residual").Select(metric => metric.Step));
        Assert.Equal(manifest.ToJson(), server.Artifacts[$"1/{id}/artifacts/manifest.json"]);
    }

    [Theory]
    [InlineData("experiments/get-by-name")]
    [InlineData("runs/log-batch")]
    [InlineData("registered-models/alias")]
    public async Task A_server_that_hangs_costs_the_time_allowed_and_no_more(string path)
    {
        await using var server = await MlflowServer.StartAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(57));
        var failures = new List<long>();
        await using var instance = Start(server.Address, clock, failures);
        var forever = new TaskCompletionSource();
        server.Hang = (path, forever.Task);

        var training = instance.TrainAsync(cancellationToken: Cancellation);
        await server.Hanging.Task.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(training.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        var result = await training.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        forever.SetResult();
        Assert.Equal(TrainingStatus.Published, result.Status);
        Assert.Equal(TrainingRunStatus.Published, (await instance.Runs.ListAsync(1, Cancellation))[0].Status);
        Assert.Equal([1L], failures);
    }

    [Fact]
    public async Task A_server_that_is_down_or_refuses_fails_nothing_and_is_counted_once_a_run()
    {
        await using var server = await MlflowServer.StartAsync("Bearer other");
        var failures = new List<long>();
        await using (var refused = Start(server.Address, null, failures, ("MLFLOW_TRACKING_TOKEN", "secret")))
            Assert.Equal(TrainingStatus.Published, (await refused.TrainAsync(cancellationToken: Cancellation)).Status);
        Assert.Equal([1L], failures);
        Assert.Single(server.Requests);

        await server.DisposeAsync();
        await using var down = Start("http://127.0.0.1:1", null, failures);
        Assert.Equal(TrainingStatus.Unchanged, (await down.TrainAsync(cancellationToken: Cancellation)).Status);
        Assert.Equal([1L, 1L], failures);
    }

    [Fact]
    public async Task A_server_that_keeps_no_artifacts_gets_everything_else()
    {
        await using var server = await MlflowServer.StartAsync();
        server.ArtifactRoot = "s3://bucket/";
        var failures = new List<long>();
        await using var instance = Start(server.Address, null, failures);

        await instance.TrainAsync(cancellationToken: Cancellation);

        var run = Assert.Single(server.Runs.Values);
        Assert.Equal("FINISHED", run.Status);
        Assert.Equal("1", server.Aliases[("recofilm", "champion")]);
        Assert.Equal([1L], failures);
    }

    private TrainingInstance Start(string address, params (string, string)[] settings) => Start(address, null, null, settings);

    private TrainingInstance Start(
        string address, TimeProvider? clock, List<long>? failures, params (string, string)[] settings) => new(
        _database, _storage, _container, settings: [("MLFLOW_TRACKING_URI", address), .. settings],
        services: services =>
        {
            if (clock is not null)
                services.AddSingleton(provider => Tracker(provider, clock));
            if (failures is not null)
                services.AddSingleton(Listen(failures));
        });

    // Only the tracker's clock stands still: the lease is renewed by the real one.
    private static TrainingTracker Tracker(IServiceProvider provider, TimeProvider clock) =>
        ActivatorUtilities.CreateInstance<TrainingTracker>(provider, clock);

    private static TrackingMetrics Listen(List<long> failures)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var metrics = new TrackingMetrics(meters);
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "recofilm.mlflow.failures" && instrument.Meter.Scope == meters)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            if (value > 0)
                failures.Add(value);
        });
        listener.Start();
        return metrics;
    }

    private Task ChangeDataAsync() =>
        _database.ExecuteAsync("UPDATE ratings SET rating = 5.5 - rating WHERE user_id = 1");
}
