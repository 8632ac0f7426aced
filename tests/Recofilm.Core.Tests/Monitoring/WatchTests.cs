using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Database;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Monitoring;

/// <summary>The conclusions from the errors of predicted ratings, at the settings that ship.</summary>
public sealed class WatchTests(PostgresFixture postgres, AzuriteFixture azurite) : DatabaseTest(postgres)
{
    private const double Good = 0.1;
    private const double Bad = 1.0;

    private readonly FakeTimeProvider _time = new(Noon);
    private int _movies;

    private OnlineMeasures Records => new(Database.DataSource, _time);

    [Fact]
    public async Task A_champion_worse_than_its_predecessor_goes_back_and_who_came_back_stays()
    {
        var (registry, watch) = await StartAsync();
        var (first, second) = (ExampleModel.Version(1), ExampleModel.Version(2));
        await PredictAsync(first, Good, users: 40);
        await registry.ActivateAsync(second, Cancellation);
        await PredictAsync(second, Bad, users: 40);

        var rollback = await watch.LookAsync(Cancellation);

        Assert.NotNull(rollback);
        Assert.Equal((second, first), (rollback.From, rollback.To));
        Assert.StartsWith("Worse than its predecessor: prequential_rmse 1.2", rollback.Reason, StringComparison.Ordinal);
        Assert.Equal([rollback], await new RollbackStore(Database.DataSource).ListAsync(cancellationToken: Cancellation));

        await PredictAsync(first, Bad + 1, users: 40);
        Assert.Null(await watch.LookAsync(Cancellation));
        Assert.Equal(first, (await registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public async Task A_rollback_that_could_not_be_recorded_is_recorded_at_the_next_look_once()
    {
        var (registry, watch) = await StartAsync();
        var (first, second) = (ExampleModel.Version(1), ExampleModel.Version(2));
        await PredictAsync(first, Good, users: 40);
        await registry.ActivateAsync(second, Cancellation);
        await PredictAsync(second, Bad, users: 40);
        await Database.ExecuteAsync("ALTER TABLE model_rollbacks RENAME TO away");
        await Assert.ThrowsAsync<PostgresException>(() => watch.LookAsync(Cancellation));
        await Database.ExecuteAsync("ALTER TABLE away RENAME TO model_rollbacks");
        var movedAt = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.Null(await watch.LookAsync(Cancellation));
        Assert.Null(await watch.LookAsync(Cancellation));

        var rollback = Assert.Single(await new RollbackStore(Database.DataSource).ListAsync(cancellationToken: Cancellation));
        Assert.Equal((movedAt, second, first), (rollback.RolledBackAt, rollback.From, rollback.To));
        Assert.StartsWith("Worse than its predecessor: prequential_rmse 1.2", rollback.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_whose_training_could_not_be_queued_fires_again()
    {
        var container = await azurite.CreateContainerAsync();
        var isDown = true;
        var queues = new QueueClientOptions { Retry = { MaxRetries = 0 } };
        queues.AddPolicy(
            new InterceptedRequests(_ => isDown ? throw new RequestFailedException(503, "Busy.") : ValueTask.CompletedTask),
            HttpPipelinePosition.PerCall);
        await using var instance = new TrainingInstance(
            Database, await azurite.GetConnectionStringAsync(), container, services: services => services
                .AddSingleton<TimeProvider>(_time).AddSingleton(queues));
        await PredictAsync(ExampleModel.Version(1), Good, users: 40);
        _time.Advance(TimeSpan.FromDays(2));
        await PredictAsync(ExampleModel.Version(1), Bad, users: 40);
        await instance.Learning.RunAsync(Cancellation);
        _time.Advance(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<RequestFailedException>(() => instance.Learning.RunAsync(Cancellation));
        isDown = false;
        var lines = await instance.Learning.RunAsync(Cancellation);

        Assert.EndsWith("Training run 1 is queued.", lines[^1], StringComparison.Ordinal);
        Assert.Equal(("drift", TrainingRunStatus.Queued), (await instance.Runs.ListAsync(cancellationToken: Cancellation))
            .Select(run => (run.Trigger, run.Status)).Single());
        Assert.Single((await instance.Queue.Messages.PeekMessagesAsync(32, Cancellation)).Value);
        Assert.DoesNotContain("queued", string.Concat(await instance.Learning.RunAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ratings_dated_in_the_future_neither_hide_new_ones_nor_count()
    {
        var container = await azurite.CreateContainerAsync();
        await using var instance = new TrainingInstance(Database, await azurite.GetConnectionStringAsync(), container);
        await TinyCatalog.LoadAsync(Database);
        await Database.ExecuteAsync("UPDATE ratings SET created_at = '2090-01-01Z' WHERE user_id = 7");
        await instance.TrainAsync(cancellationToken: Cancellation);
        Assert.Equal(0, (await instance.Feedback.CountAsync(Cancellation))!.Ratings);

        await Database.ExecuteAsync("UPDATE ratings SET created_at = now() WHERE user_id = 8");

        var expected = await Database.ScalarAsync<long>("SELECT count(*) FROM ratings WHERE user_id = 8");
        Assert.Equal(expected, (await instance.Feedback.CountAsync(Cancellation))!.Ratings);
    }

    [Theory]
    [InlineData(Bad, 29)]
    [InlineData(Good, 40)]
    public async Task Too_few_users_or_a_predecessor_no_better_change_nothing(double error, int users)
    {
        var (registry, watch) = await StartAsync();
        await PredictAsync(ExampleModel.Version(1), Good, users);
        await registry.ActivateAsync(ExampleModel.Version(2), Cancellation);
        await PredictAsync(ExampleModel.Version(2), error, users);

        Assert.Null(await watch.LookAsync(Cancellation));
        Assert.Equal(ExampleModel.Version(2), (await registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public async Task Drift_fires_once_when_a_measure_has_been_out_of_its_band_for_the_hold_time()
    {
        var watch = new DriftWatch(Records, Database.DataSource, Options.Create(new DriftOptions()), _time);
        await PredictAsync(ExampleModel.Version(1), Good, users: 40);
        _time.Advance(TimeSpan.FromDays(2));
        await PredictAsync(ExampleModel.Version(1), Bad, users: 40);

        Assert.Equal((false, false), await LookAsync());
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((true, true), await LookAsync());
        await watch.FiredAsync(OnlineComparison.PrequentialRmse, Cancellation);
        Assert.Equal((true, false), await LookAsync());

        async Task<(bool IsOut, bool Fires)> LookAsync()
        {
            var state = Assert.Single(await watch.LookAsync(Cancellation));
            Assert.Equal(OnlineComparison.PrequentialRmse, state.Measure);
            return (state.IsOut, state.Fires);
        }
    }

    private async Task<(ModelRegistry Registry, ChampionWatch Watch)> StartAsync()
    {
        BlobContainerClient container = await azurite.CreateContainerAsync();
        var registry = new ModelRegistry(container, _time);
        await registry.PublishAsync(1);
        await registry.PublishAsync(2);
        await registry.ActivateAsync(ExampleModel.Version(1), Cancellation);
        var services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(_time)
            .AddSingleton<LearningMetrics>().BuildServiceProvider();
        return (registry, new ChampionWatch(
            registry, Records, new RollbackStore(Database.DataSource), services.GetRequiredService<LearningMetrics>(),
            Options.Create(new DriftOptions()), _time, NullLogger<ChampionWatch>.Instance));
    }

    // Each user rates one more movie 4 stars, and the version was off by the error and up to 0.4 more.
    private async Task PredictAsync(ModelVersion version, double error, int users)
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        _movies++;
        await Database.ExecuteAsync(FormattableString.Invariant(
            $"""
            INSERT INTO users (user_id) SELECT generate_series(1, {users}) ON CONFLICT DO NOTHING;
            INSERT INTO movies (movie_id, title) VALUES ({_movies}, 'A');
            INSERT INTO rating_predictions
            SELECT u, {_movies}, '{version}', 4 - {error} - 0.1 * (u % 5), 4, '{_time.GetUtcNow():O}'
            FROM generate_series(1, {users}) u;
            """));
        _time.Advance(TimeSpan.FromMinutes(10));
    }
}
