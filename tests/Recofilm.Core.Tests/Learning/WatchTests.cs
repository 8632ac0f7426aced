using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;
using Recofilm.Core.Tests.Artifacts;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Learning;

/// <summary>What is concluded from how well ratings were predicted, at the settings that ship.</summary>
public sealed class WatchTests(PostgresFixture postgres, AzuriteFixture azurite) : DatabaseTest(postgres)
{
    private const double Good = 0.1;
    private const double Bad = 1.0;

    private readonly FakeTimeProvider _time = new(Noon);
    private int _movies;

    private VersionRecords Records => new(new OnlineMeasures(Database.DataSource, _time));

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
        var services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(_time).AddSingleton<LearningMetrics>().BuildServiceProvider();
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
            SELECT u, {_movies}, '{version}', 4 - {error} - 0.1 * (u % 5), 4, '{_time.GetUtcNow():O}' FROM generate_series(1, {users}) u;
            """));
        _time.Advance(TimeSpan.FromMinutes(10));
    }
}
