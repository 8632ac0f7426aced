using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public sealed class ServiceKeyRingTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private static readonly UserKeys _keys = new(ProgramSettings.Pepper);
    private readonly FakeTimeProvider _time = new(Noon);

    private ServiceStore Services => new(Database.Connections);

    [Fact]
    public async Task A_key_names_its_service_until_seconds_after_it_is_revoked()
    {
        var ring = new ServiceKeyRing(Services, _keys, _time);
        var key = await CreateAsync("shop");
        Assert.Equal("shop", await ring.FindServiceAsync(key, Cancellation));
        Assert.Null(await ring.FindServiceAsync(ServiceKeyRing.CreateKey(), Cancellation));

        Assert.True(await Services.RevokeAsync("shop", Noon, Cancellation));
        _time.Advance(ServiceKeyRing.MaxAge);
        Assert.Null(await ring.FindServiceAsync(key, Cancellation));
        Assert.False(await Services.RevokeAsync("shop", Noon, Cancellation));
    }

    [Fact]
    public async Task The_last_use_is_listed_to_the_minute()
    {
        var ring = new ServiceKeyRing(Services, _keys, _time);
        var key = await CreateAsync("shop");
        Assert.Null((await Services.ListAsync(Cancellation))[0].LastUsedAt);

        await ring.FindServiceAsync(key, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(30));
        await ring.FindServiceAsync(key, Cancellation);
        Assert.Equal(Noon, (await Services.ListAsync(Cancellation))[0].LastUsedAt);

        _time.Advance(TimeSpan.FromSeconds(40));
        await ring.FindServiceAsync(key, Cancellation);
        Assert.Equal(Noon.AddSeconds(70), (await Services.ListAsync(Cancellation))[0].LastUsedAt);
    }

    [Fact]
    public async Task A_name_is_free_again_after_its_service_is_revoked()
    {
        await CreateAsync("shop");
        Assert.False(await Services.CreateAsync("shop", _keys.Hash("another"), Noon, Cancellation));
        await Services.RevokeAsync("shop", Noon, Cancellation);
        Assert.True(await Services.CreateAsync("shop", _keys.Hash("another"), Noon, Cancellation));
        Assert.Equal([Noon, null], (await Services.ListAsync(Cancellation)).Select(service => service.RevokedAt));
    }

    [Fact]
    public async Task Callers_wait_for_one_read_together_and_fail_together()
    {
        var key = await CreateAsync("shop");
        using var connections = new ConnectionAdmission(
            Database.DataSource, new DatabaseOptions { CommandTimeout = TimeSpan.FromSeconds(2) });
        var ring = new ServiceKeyRing(new ServiceStore(connections), _keys, _time);
        using var reads = new CountedReads(Database.ConnectionString);
        await using (var other = await Database.DataSource.OpenConnectionAsync(Cancellation))
        await using (await other.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("LOCK TABLE services", other);
            await command.ExecuteNonQueryAsync(Cancellation);

            var callers = Enumerable.Range(0, 20).Select(_ => ring.FindServiceAsync(key, Cancellation).AsTask()).ToArray();
            foreach (var caller in callers)
                Assert.True(DatabaseErrors.MeansUnavailable(await Assert.ThrowsAnyAsync<Exception>(() => caller)));
            Assert.Equal(1, reads.Count);
        }

        Assert.Equal("shop", await ring.FindServiceAsync(key, Cancellation));
    }

    private async Task<string> CreateAsync(string name)
    {
        var key = ServiceKeyRing.CreateKey();
        Assert.True(await Services.CreateAsync(name, _keys.Hash(key), Noon, Cancellation));
        return key;
    }

    // The driver reports each statement when it begins, and fills in its text then.
    private sealed class CountedReads : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly ConcurrentQueue<Activity> _statements = [];
        private readonly string _database;

        public CountedReads(string connectionString)
        {
            _database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStarted = _statements.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => _statements.Count(statement =>
            Has(statement, text => text.Contains("FROM services WHERE revoked_at", StringComparison.Ordinal))
            && Has(statement, text => text == _database));

        public void Dispose() => _listener.Dispose();

        private static bool Has(Activity statement, Func<string, bool> condition) =>
            statement.TagObjects.Any(tag => tag.Value is string text && condition(text));
    }
}
