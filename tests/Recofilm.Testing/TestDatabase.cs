using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Testing;

/// <summary>A database that belongs to one test.</summary>
/// <param name="connectionString">The connection string of the database.</param>
public sealed class TestDatabase(string connectionString) : IAsyncDisposable
{
    // A busy machine may take long; no test is about these time-outs.
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(1);

    /// <summary>The connection string of the database.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <summary>A pool of connections as the product opens them.</summary>
    public NpgsqlDataSource DataSource { get; } = RecofilmDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { Timeout = 120 }.ConnectionString);

    /// <summary>The same connections as requests get them.</summary>
    public ConnectionAdmission Connections => field ??= new ConnectionAdmission(
        DataSource,
        new DatabaseOptions { QueueTimeout = _timeout, ConnectTimeout = _timeout, CommandTimeout = _timeout });

    /// <summary>Creates another pool with the given number of connections.</summary>
    public NpgsqlDataSource WithPoolOf(int connections) => RecofilmDataSource.Create(
        ConnectionString, options: new DatabaseOptions { MaxConnections = connections });

    /// <summary>Runs statements that prepare a test, for as long as a busy machine needs.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = (int)TimeSpan.FromMinutes(3).TotalSeconds;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads the first column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Closes the connections; the database is deleted with its server.</summary>
    public ValueTask DisposeAsync()
    {
        Connections.Dispose();
        return DataSource.DisposeAsync();
    }
}
