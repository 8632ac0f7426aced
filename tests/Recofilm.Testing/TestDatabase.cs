using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Testing;

/// <summary>A database of a test's own.</summary>
/// <param name="connectionString">How to connect to it.</param>
public sealed class TestDatabase(string connectionString) : IAsyncDisposable
{
    /// <summary>How to connect to it.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <summary>Connections as the product opens them.</summary>
    public NpgsqlDataSource DataSource { get; } = RecofilmDataSource.Create(connectionString);

    /// <summary>Runs statements that set a test up.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Closes the connections; the database goes with its server.</summary>
    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
