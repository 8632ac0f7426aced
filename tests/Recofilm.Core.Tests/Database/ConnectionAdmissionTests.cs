using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
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

    [Fact]
    public async Task Requests_are_refused_at_once_while_the_queue_is_full_and_counted_by_reason()
    {
        await using var database = Database.WithPoolOf(1);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new AdmissionMetrics(services.GetRequiredService<IMeterFactory>());
        using var connections = new ConnectionAdmission(
            database, new DatabaseOptions { QueueLength = 1, QueueTimeout = TimeSpan.FromSeconds(1) }, metrics);
        var first = await connections.OpenAsync(Cancellation);
        Assert.False(connections.RefusesAtOnce());

        var waiting = connections.OpenAsync(Cancellation).AsTask();

        Assert.True(connections.RefusesAtOnce());
        await Assert.ThrowsAsync<OverloadedException>(async () => await connections.OpenAsync(Cancellation));
        Assert.Equal([("queue_full", 2), ("waited_too_long", 0)], Refusals(services));
        await Assert.ThrowsAsync<OverloadedException>(() => waiting);
        Assert.Equal([("queue_full", 2), ("waited_too_long", 1)], Refusals(services));
        Assert.False(connections.RefusesAtOnce());
        await first.DisposeAsync();
        await using var second = await connections.OpenAsync(Cancellation);
    }

    [Fact]
    public async Task Without_a_queue_nobody_is_refused_before_asking()
    {
        await using var database = Database.WithPoolOf(1);
        using var connections = new ConnectionAdmission(database, new DatabaseOptions { QueueLength = 0 });
        await using var first = await connections.OpenAsync(Cancellation);

        Assert.False(connections.RefusesAtOnce());
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_waits_is_no_refusal()
    {
        await using var database = Database.WithPoolOf(1);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new AdmissionMetrics(services.GetRequiredService<IMeterFactory>());
        using var connections = new ConnectionAdmission(
            database, new DatabaseOptions { QueueLength = 1, QueueTimeout = TimeSpan.FromMinutes(1) }, metrics);
        await using var first = await connections.OpenAsync(Cancellation);
        using var client = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var waiting = connections.OpenAsync(client.Token).AsTask();
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal([("queue_full", 0), ("waited_too_long", 0)], Refusals(services));
        Assert.False(connections.RefusesAtOnce());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_statement_whose_client_is_gone_keeps_its_permit_until_it_has_ended(bool isBatch)
    {
        await using var database = Database.WithPoolOf(1);
        using var connections = new ConnectionAdmission(
            database, new DatabaseOptions { QueueLength = 0, CommandTimeout = TimeSpan.FromMinutes(3) });
        await using var holder = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(holder, "SELECT pg_advisory_lock(1)");
        using var client = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var connection = await connections.OpenAsync(Cancellation);

        var running = RunAsync(connection, "SELECT pg_advisory_lock(1)", isBatch, client.Token);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await connection.DisposeAsync();

        await Assert.ThrowsAsync<OverloadedException>(async () => await connections.OpenAsync(Cancellation));
        await ExecuteAsync(holder, "SELECT pg_advisory_unlock(1)");
        await using var next = await OpenEventuallyAsync(connections);
        await RunAsync(next, "SELECT 1", isBatch, Cancellation);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_statement_that_takes_too_long_is_given_up(bool isBatch)
    {
        await using var database = Database.WithPoolOf(1);
        using var connections = new ConnectionAdmission(
            database, new DatabaseOptions { CommandTimeout = TimeSpan.FromMilliseconds(100) });
        await using var connection = await connections.OpenAsync(Cancellation);

        await Assert.ThrowsAsync<TimeoutException>(
            () => RunAsync(connection, "SELECT pg_sleep(60)", isBatch, Cancellation));
    }

    [Fact]
    public async Task A_deletion_may_take_longer_than_other_statements()
    {
        await using var database = Database.WithPoolOf(2);
        using var connections = new ConnectionAdmission(database, new DatabaseOptions
        {
            CommandTimeout = TimeSpan.FromMilliseconds(100),
            BackgroundTimeout = TimeSpan.FromMinutes(1),
        });

        await using var connection = await connections.OpenForLongAsync(Cancellation);

        await RunAsync(connection, "SELECT pg_sleep(1.5)", isBatch: false, Cancellation);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_holds_the_permit_until_the_attempt_to_connect_ends()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Port = ((IPEndPoint)silent.LocalEndpoint).Port,
            MaxPoolSize = 1,
            Timeout = 4,
        });
        using var connections = new ConnectionAdmission(
            database, new DatabaseOptions { QueueLength = 0, ConnectTimeout = TimeSpan.FromMilliseconds(100) });

        await Assert.ThrowsAsync<TimeoutException>(async () => await connections.OpenAsync(Cancellation));

        await Assert.ThrowsAsync<OverloadedException>(async () => await connections.OpenAsync(Cancellation));
        await Eventually.IsTrueAsync(
            async () => await Record.ExceptionAsync(async () => await connections.OpenAsync(Cancellation)) is TimeoutException,
            "the permit is free for another attempt", Cancellation);
    }

    private static async Task RunAsync(
        AdmittedConnection connection, string sql, bool isBatch, CancellationToken cancellationToken)
    {
        if (!isBatch)
        {
            await connection.CreateCommand(sql).ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static Task<AdmittedConnection> OpenEventuallyAsync(ConnectionAdmission connections) => Eventually.ReturnsAsync(
        async () =>
        {
            try
            {
                return await connections.OpenAsync(Cancellation);
            }
            catch (OverloadedException)
            {
                return null;
            }
        },
        "the permit is free", Cancellation);

    private static List<(string Reason, long Count)> Refusals(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var counts = new List<(string, long)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => counts.Add(((string)tags[0].Value!, count)));
        listener.Start();
        listener.RecordObservableInstruments();
        return counts;
    }
}
