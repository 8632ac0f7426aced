using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Feedback;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Feedback;

public sealed class ImpressionWriterTests : DatabaseTest
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];
    private readonly OnlineMetrics _metrics;

    public ImpressionWriterTests(PostgresFixture postgres)
        : base(postgres)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            _counts[instrument.Name] = _counts.GetValueOrDefault(instrument.Name) + value);
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _counts[instrument.Name] = value);
        _listener.Start();
        _metrics = new OnlineMetrics(meters);
    }

    public override async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _services.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_is_written_when_the_program_stops_but_nothing_of_users_who_are_gone()
    {
        var (staying, leaving) = (await CreateUserAsync(), await CreateUserAsync());
        var lists = Lists(length: 10);
        using var writer = Writer(lists);
        await writer.StartAsync(Cancellation);
        var shown = ListFor(staying);
        lists.Add(shown, offset: 20);
        lists.Add(ListFor(leaving), offset: 0);
        await Database.ExecuteAsync($"DELETE FROM users WHERE user_id = {leaving}");

        // The clock stands still, so only the stop can make it write.
        await writer.StopAsync(Cancellation);

        Assert.Equal(
            [shown.RecommendationId], await Database.ScalarAsync<Guid[]>("SELECT array_agg(list_id) FROM recommendations"));
        Assert.Equal(
            $"{staying} collaborative v1 21 {{7,5}} {{0.5,0.25}} t",
            await Database.ScalarAsync<string>(
                "SELECT concat_ws(' ', user_id, strategy, model_version, first_rank, movie_ids, scores, "
                    + $"served_at = '{Noon:O}') FROM recommendations"));
        Assert.Equal(1, _counts["recofilm.served_lists.written"]);
    }

    [Fact]
    public void A_list_too_many_is_dropped_and_counted_and_nobody_waits()
    {
        var lists = Lists(length: 2);
        for (var i = 0; i < 5; i++)
            lists.Add(ListFor(1), offset: 0);

        _listener.RecordObservableInstruments();
        Assert.Equal(3, _counts["recofilm.served_lists.dropped"]);
        Assert.Equal(2, _counts["recofilm.served_lists.queue.depth"]);
    }

    [Fact]
    public async Task A_batch_that_the_database_refuses_is_dropped_and_the_next_one_is_written()
    {
        var user = await CreateUserAsync();
        var lists = Lists(length: 10);
        using var writer = Writer(lists);
        lists.Add(ListFor(user) with { Strategy = "" }, offset: 0);
        await writer.StartAsync(Cancellation);
        await writer.StopAsync(Cancellation);
        Assert.Equal(1, _counts["recofilm.served_lists.dropped"]);

        using var next = Writer(lists);
        lists.Add(ListFor(user), offset: 0);
        await next.StartAsync(Cancellation);
        await next.StopAsync(Cancellation);
        Assert.Equal(1, _counts["recofilm.served_lists.written"]);
    }

    private Impressions Lists(int length) => new(Options.Create(new ImpressionOptions { QueueLength = length }), _metrics);

    private ImpressionWriter Writer(Impressions lists) => new(
        lists, new ImpressionStore(Database.DataSource), _metrics, Options.Create(new ImpressionOptions()), _time,
        NullLogger<ImpressionWriter>.Instance);

    private static RecommendationList ListFor(int userId) => new(
        Guid.CreateVersion7(Noon), userId, "collaborative", "v1", Noon,
        [new Recommendation(7, "G", null, [], 0.5f, 4, [], null), new Recommendation(5, "E", null, [], 0.25f, 3, [], null)]);
}
