using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Feedback;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Feedback;

public sealed class ImpressionRetentionTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task Lists_leave_with_their_events_when_their_time_is_over_however_many_there_are()
    {
        var user = await CreateUserAsync();
        await Database.ExecuteAsync(
            $"""
            INSERT INTO recommendations
            SELECT gen_random_uuid(), {user}, 'hybrid', 'v1', timestamptz '{Noon:O}' - i * interval '1 minute', 1,
                   ARRAY[1], ARRAY[0.5]
            FROM generate_series(0, 25000) i;
            INSERT INTO events SELECT list_id, 1, 'click', served_at FROM recommendations;
            """);
        var retention = new ImpressionRetention(
            Database.DataSource, Options.Create(new ImpressionOptions { KeepFor = TimeSpan.FromDays(30) }),
            new FakeTimeProvider(Noon.AddDays(30).AddMinutes(-100)));

        Assert.Equal(24_900, await retention.DeleteAsync(Cancellation));

        Assert.Equal(101, await Database.ScalarAsync<long>("SELECT count(*) FROM recommendations"));
        Assert.Equal(101, await Database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(0, await retention.DeleteAsync(Cancellation));
    }
}
