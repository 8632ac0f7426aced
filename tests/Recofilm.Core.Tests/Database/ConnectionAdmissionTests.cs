using Npgsql;
using Recofilm.Core.Database;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public sealed class ConnectionAdmissionTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task A_permit_lasts_as_long_as_its_connection()
    {
        await using var database = Database.WithPoolOf(1);
        using var connections = new ConnectionAdmission(database, new DatabaseOptions { QueueLength = 0 });
        await using (await connections.OpenAsync(Cancellation))
            await Assert.ThrowsAsync<OverloadedException>(async () => await connections.OpenAsync(Cancellation));

        await using var next = await connections.OpenAsync(Cancellation);
        var command = next.CreateCommand("SELECT 7");
        Assert.Equal(7, await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task Whoever_waits_gets_the_next_connection()
    {
        await using var database = Database.WithPoolOf(1);
        using var connections = new ConnectionAdmission(
            database, new DatabaseOptions { QueueLength = 1, QueueTimeout = TimeSpan.FromMinutes(1) });
        var first = await connections.OpenAsync(Cancellation);
        var second = connections.OpenAsync(Cancellation).AsTask();
        await Assert.ThrowsAsync<OverloadedException>(async () => await connections.OpenAsync(Cancellation));
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await using var connection = await second;
    }

    [Fact]
    public async Task A_connection_that_cannot_be_opened_holds_no_permit()
    {
        await using var unreachable = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Port = Loopback.FindFreePort(),
            MaxPoolSize = 1,
        });
        using var connections = new ConnectionAdmission(unreachable, new DatabaseOptions { QueueLength = 0 });

        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<NpgsqlException>(async () => await connections.OpenAsync(Cancellation));
    }
}
