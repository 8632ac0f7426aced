using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Database;
using Recofilm.Core.Feedback;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Feedback;

public sealed class ActedOnListsTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private EventStore Events => new(Database.Connections);

    [Fact]
    public async Task The_first_event_on_a_list_makes_it_a_hit_and_the_next_ones_write_nothing_more()
    {
        var user = await CreateUserAsync();
        var (list, other) = (await ShowAsync(user), await ShowAsync(user));

        Assert.Equal(EventOutcome.Recorded, await RecordAsync(user, list, EventKind.Click));
        var written = await VersionOfAsync(list);
        Assert.Equal(EventOutcome.Recorded, await RecordAsync(user, list, EventKind.Play));
        Assert.Equal(EventOutcome.Repeated, await RecordAsync(user, list, EventKind.Play));

        Assert.Equal([list], await ActedOnAsync());
        Assert.Equal((2L, 1L), await CountAsync());
        Assert.Equal(written, await VersionOfAsync(list));
        Assert.Equal(EventOutcome.NotInList, await RecordAsync(user, other, EventKind.Click, movie: 9));
        Assert.Equal([list], await ActedOnAsync());
    }

    [Fact]
    public async Task An_event_that_waited_for_its_list_makes_it_a_hit()
    {
        var user = await CreateUserAsync();
        var list = Guid.CreateVersion7(Noon);
        Assert.Equal(EventOutcome.Pending, await RecordAsync(user, list, EventKind.Click));
        await ShowAsync(user, list);
        Assert.Equal((1L, 0L), await CountAsync());

        Assert.Equal(1, (await new PendingEventStore(Database.DataSource).JoinAsync(Noon.AddHours(-1), Cancellation)).Clicks);

        Assert.Equal([list], await ActedOnAsync());
        Assert.Equal((1L, 1L), await CountAsync());
    }

    [Fact]
    public async Task However_often_a_list_was_liked_and_acted_on_it_is_one_hit()
    {
        var user = await CreateUserAsync();
        await AddMoviesAsync((1, "A", null), (2, "B", null), (3, "C", null), (4, "D", null));
        await ShowAsync(user, movies: "{1,2}");
        var both = await ShowAsync(user, movies: "{3,4}");
        await ShowAsync(user, movies: "{5}");
        await RecordAsync(user, both, EventKind.Play, movie: 4);
        await Database.ExecuteAsync(
            $"INSERT INTO ratings SELECT {user}, m, 4.0, timestamptz '{Noon.AddHours(1):O}' FROM generate_series(1, 4) m");

        Assert.Equal((3L, 2L), await CountAsync());
        Assert.Equal([both], await ActedOnAsync());
        var record = await Measures.ReadRecordAsync(Noon, Noon.AddDays(1), cancellationToken: Cancellation);
        Assert.Equal(new RatioMoments(1, 2, 3, 4, 6, 9), record.HitRate);
    }

    [Fact]
    public async Task Events_from_before_the_lists_knew_of_them_make_hits()
    {
        var user = await CreateUserAsync();
        await Database.ExecuteAsync(
            """
            DROP TRIGGER event_marks_list ON events;
            DROP FUNCTION mark_acted_on;
            ALTER TABLE recommendations DROP COLUMN acted_on;
            DELETE FROM schemaversions WHERE scriptname ~ '003[01]_'
            """);
        var (list, _) = (await ShowAsync(user), await ShowAsync(user));
        await RecordAsync(user, list, EventKind.Click);

        await DatabaseMigrator.MigrateAsync(Database.ConnectionString, Cancellation);

        Assert.Equal([list], await ActedOnAsync());
        Assert.Equal((2L, 1L), await CountAsync());
    }

    private OnlineMeasures Measures => new(Database.DataSource, new FakeTimeProvider(Noon.AddHours(2)));

    private async Task<Guid> ShowAsync(int user, Guid? list = null, string movies = "{1,2}")
    {
        var id = list ?? Guid.CreateVersion7(Noon);
        await Database.ExecuteAsync(
            $"""
            INSERT INTO recommendations (list_id, user_id, strategy, model_version, served_at, movie_ids, scores)
            SELECT '{id}', {user}, 'hybrid', 'v1', '{Noon:O}', m, array_fill(0, ARRAY[cardinality(m)])
            FROM (VALUES ('{movies}'::integer[])) v (m)
            """);
        return id;
    }

    private async Task<EventOutcome> RecordAsync(int user, Guid list, EventKind kind, int movie = 1) =>
        (await Events.RecordAsync(user, list, movie, kind, Noon.AddSeconds(1), Cancellation)).Outcome;

    private async Task<(long Lists, long Hits)> CountAsync()
    {
        var all = (await Measures.ReadAsync(Cancellation)).First(measure => measure.Strategy == OnlineMeasures.AllStrategies);
        return (all.Lists, all.Hits);
    }

    private async Task<Guid[]> ActedOnAsync() => await Database.ScalarAsync<Guid[]>(
        "SELECT coalesce(array_agg(list_id), '{}') FROM recommendations WHERE acted_on");

    private Task<string> VersionOfAsync(Guid list) => Database.ScalarAsync<string>(
        $"SELECT xmin::text || ctid FROM recommendations WHERE list_id = '{list}'");
}
