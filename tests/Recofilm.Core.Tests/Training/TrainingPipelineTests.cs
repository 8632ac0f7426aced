using System.Text.Json;
using Azure.Storage.Blobs;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Fitting;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

public sealed partial class TrainingPipelineTests(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private BlobContainerClient _container = null!;
    private string _storage = null!;
    private TrainingInstance _instance = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _container = await azurite.CreateContainerAsync();
        _storage = await azurite.GetConnectionStringAsync();
        _instance = Start();
        await TinyCatalog.LoadAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _instance.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_first_model_serves_without_an_evaluation_until_a_full_training_replaces_it()
    {
        var first = await _instance.Pipeline.RunFirstAsync(TrainingTrigger.CommandLine, cancellationToken: Cancellation);
        Assert.Equal((TrainingStatus.Published, 0), (first.Status, first.Metrics.Count));
        Assert.Equal(RefreshOutcome.Loaded, await _instance.Refresher.RefreshAsync(Cancellation));
        Assert.Equal("first", _instance.Models.Champion!.Manifest.Kind);

        var again = await _instance.Pipeline.RunFirstAsync(TrainingTrigger.CommandLine, cancellationToken: Cancellation);

        Assert.Equal(TrainingStatus.Published, again.Status);
        Assert.NotEmpty(again.Metrics);
        Assert.Equal("full", (await _instance.Registry.ReadManifestAsync(again.Version!.Value, Cancellation)).Kind);
        Assert.Equal(again.Version, (await _instance.Registry.ReadChampionAsync(Cancellation))!.Version);
        Assert.Equal(TrainingStatus.Unchanged, (await _instance.TrainAsync(cancellationToken: Cancellation)).Status);
    }

    [Fact]
    public async Task The_first_run_publishes_a_model_that_serves_and_is_recorded()
    {
        var reports = new List<TrainingProgress>();

        var result = await _instance.TrainAsync(reports.Add, Cancellation);

        Assert.Equal(TrainingStatus.Published, result.Status);
        Assert.Equal("There is no champion to compare with.", result.Message);
        Assert.Equal(Enum.GetValues<TrainingStep>(), reports.Where(report => report.Detail == "").Select(report => report.Step));
        Assert.Equal(
            ["manifest.json", "champion.json"],
            reports.Where(report => report.Detail != "").TakeLast(2).Select(report => report.Detail));
        Assert.Equal(RefreshOutcome.Loaded, await _instance.Refresher.RefreshAsync(Cancellation));
        var manifest = _instance.Models.Champion!.Manifest;
        Assert.Equal(result.Version, manifest.Version);
        Assert.Equal(
            ("timer", TinyCatalog.MovieCount, TinyCatalog.UserCount),
            (manifest.Trigger, manifest.Data.Movies, manifest.Data.Users));
        Assert.InRange(manifest.Metrics["svd_rmse"], 0.1, 1.5);
        Assert.InRange(manifest.Metrics["hybrid_in_visit_ndcg"], 0.01, 1);
        Assert.True(manifest.Metrics.ContainsKey("collaborative_next_visit_ndcg_se"));

        var run = Assert.Single(await _instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(
            (result.RunId, TrainingRunStatus.Published, "record", manifest.Data.Fingerprint,
                result.Version.ToString(), (string?)null),
            (run.RunId, run.Status, run.Step, run.DataFingerprint, run.ModelVersion, run.Error));
        using var metrics = JsonDocument.Parse(run.Metrics);
        Assert.Equal(manifest.Metrics["svd_rmse"], metrics.RootElement.GetProperty("svd_rmse").GetDouble());
        using var parameters = JsonDocument.Parse(run.Parameters);
        Assert.Equal(10, parameters.RootElement.GetProperty("svd").GetProperty("burn_in_sweeps").GetInt32());
    }

    [Fact]
    public async Task A_run_counts_the_ratings_that_order_the_search()
    {
        var movies = new MovieStore(_database.Connections);
        Assert.Equal(0, (await movies.FindAsync(1, Cancellation))!.RatingCount);

        await _instance.TrainAsync(cancellationToken: Cancellation);

        await using var count = _database.DataSource.CreateCommand("SELECT count(*)::integer FROM ratings WHERE movie_id = 1");
        Assert.Equal(await count.ExecuteScalarAsync(Cancellation), (await movies.FindAsync(1, Cancellation))!.RatingCount);
    }

    [Fact]
    public async Task Unchanged_data_and_parameters_publish_nothing_and_a_new_rating_or_parameter_does()
    {
        var first = await _instance.TrainAsync(cancellationToken: Cancellation);
        var again = await _instance.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal((TrainingStatus.Unchanged, first.Version), (again.Status, again.Version));
        Assert.Single(await _instance.Registry.ListAsync(Cancellation));
        Assert.Equal(TrainingRunStatus.Unchanged, (await _instance.Runs.ListAsync(1, Cancellation))[0].Status);

        await ChangeDataAsync();
        var second = await _instance.TrainAsync(cancellationToken: Cancellation);
        Assert.NotEqual(TrainingStatus.Unchanged, second.Status);
        Assert.NotEqual(first.Version, second.Version);

        await using var other = Start(FastTraining.Options with { Svd = new() { BurnInSweeps = 11, Samples = 5, Threads = 1 } });
        Assert.NotEqual(TrainingStatus.Unchanged, (await other.TrainAsync(cancellationToken: Cancellation)).Status);
    }

    [Fact]
    public async Task A_worse_candidate_is_kept_with_the_reason_and_not_made_again()
    {
        await _instance.Registry.ActivateAsync(await _instance.Registry.PublishAsync(1, rmse: 0.0001), Cancellation);

        var result = await _instance.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal(TrainingStatus.Refused, result.Status);
        Assert.StartsWith("Worse than the champion: svd_rmse ", result.Message, StringComparison.Ordinal);
        Assert.Equal(ExampleModel.Version(1), (await _instance.Registry.ReadChampionAsync(Cancellation))!.Version);
        var refused = (await _instance.Registry.ListAsync(Cancellation)).Single(listing => listing.Version == result.Version);
        Assert.Equal((ModelState.Refused, result.Message), (refused.State, refused.Manifest!.Gate.Reason));
        Assert.Equal(TrainingRunStatus.Refused, (await _instance.Runs.ListAsync(1, Cancellation))[0].Status);

        var again = await _instance.TrainAsync(cancellationToken: Cancellation);
        Assert.Equal((TrainingStatus.Unchanged, result.Version), (again.Status, again.Version));

        // An operator may think otherwise.
        await _instance.Registry.ActivateAsync(result.Version!.Value, Cancellation);
        Assert.Equal(RefreshOutcome.Loaded, await _instance.Refresher.RefreshAsync(Cancellation));
    }

    [Fact]
    public async Task A_partial_training_starts_from_the_champion_and_the_night_makes_a_full_one_of_the_same_data()
    {
        var first = await _instance.TrainAsync(cancellationToken: Cancellation);
        await ChangeDataAsync();

        var partial = await _instance.Pipeline.RunAsync(TrainingTrigger.Feedback, cancellationToken: Cancellation);
        var again = await _instance.Pipeline.RunAsync(TrainingTrigger.Feedback, cancellationToken: Cancellation);
        var night = await _instance.TrainAsync(cancellationToken: Cancellation);

        Assert.True(partial.Status == TrainingStatus.Published, partial.Message);
        Assert.StartsWith(
            "Not worse than the champion on the same ratings in svd_rmse, ", partial.Message, StringComparison.Ordinal);
        Assert.Equal((TrainingStatus.Unchanged, partial.Version), (again.Status, again.Version));
        Assert.NotEqual(TrainingStatus.Unchanged, night.Status);
        var manifests = (await _instance.Registry.ListAsync(Cancellation))
            .ToDictionary(listing => listing.Version, listing => listing.Manifest!);
        Assert.Equal(first.Version, manifests[partial.Version!.Value].RefinedFrom);
        Assert.Equal("feedback", manifests[partial.Version!.Value].Trigger);
        Assert.Null(manifests[night.Version!.Value].RefinedFrom);
        Assert.Equal(RefreshOutcome.Loaded, await _instance.Refresher.RefreshAsync(Cancellation));
    }

    [Fact]
    public async Task A_partial_training_that_has_nothing_to_start_from_is_a_full_one()
    {
        var first = await _instance.Pipeline.RunAsync(TrainingTrigger.Feedback, cancellationToken: Cancellation);
        await ChangeDataAsync();
        await using var other = Start(FastTraining.Options with { Svd = new() { BurnInSweeps = 11, Samples = 5, Threads = 1 } });
        var second = await other.Pipeline.RunAsync(TrainingTrigger.Feedback, cancellationToken: Cancellation);

        Assert.Null((await _instance.Registry.ReadManifestAsync(first.Version!.Value, Cancellation)).RefinedFrom);
        Assert.Null((await _instance.Registry.ReadManifestAsync(second.Version!.Value, Cancellation)).RefinedFrom);
    }

    [Fact]
    public async Task A_rollback_holds_until_the_data_change()
    {
        var first = await _instance.TrainAsync(cancellationToken: Cancellation);
        await ChangeDataAsync();
        var second = await _instance.TrainAsync(cancellationToken: Cancellation);
        await _instance.Registry.ActivateAsync(second.Version!.Value, Cancellation);
        await _instance.Registry.ActivateAsync(first.Version!.Value, Cancellation);

        var night = await _instance.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal((TrainingStatus.Unchanged, second.Version), (night.Status, night.Version));
        Assert.Equal(first.Version, (await _instance.Registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public async Task Of_several_instances_that_start_at_once_one_trains()
    {
        await using var second = Start();
        await using var third = Start();

        var results = await Task.WhenAll(
            new[] { _instance, second, third }.Select(instance => instance.TrainAsync(cancellationToken: Cancellation)));

        Assert.Single(results, result => result.Status == TrainingStatus.Published);
        Assert.All(
            results.Where(result => result.Status != TrainingStatus.Published),
            result => Assert.Equal((TrainingStatus.AlreadyRunning, (long?)null), (result.Status, result.RunId)));
        Assert.Single(await _instance.Runs.ListAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Old_versions_are_deleted_at_the_end_of_a_run()
    {
        await using var tidy = Start(keepVersions: 2);
        for (var number = 1; number <= 3; number++)
            await tidy.Registry.ActivateAsync(await tidy.Registry.PublishAsync(number, rmse: 5), Cancellation);

        var result = await tidy.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal(
            [result.Version!.Value, ExampleModel.Version(3)],
            (await tidy.Registry.ListAsync(Cancellation)).Select(listing => listing.Version));
    }

    private TrainingInstance Start(ModelOptions? options = null, int keepVersions = 10) =>
        new(_database, _storage, _container, options, keepVersions);

    private Task ChangeDataAsync() =>
        _database.ExecuteAsync(
            """
            UPDATE ratings SET rating = CASE WHEN rating = 5.0 THEN 4.5 ELSE 5.0 END
            WHERE user_id = 1 AND movie_id = (SELECT min(movie_id) FROM ratings WHERE user_id = 1)
            """);
}
