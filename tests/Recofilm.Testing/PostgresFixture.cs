using Npgsql;
using Recofilm.Core.Database;
using Recofilm.LocalStack;

namespace Recofilm.Testing;

/// <summary>
/// A PostgreSQL server for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>. It starts
/// when the first test asks for a database. Every database is a copy of one that was migrated once.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = "template_recofilm";
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder = TemporaryFolder.Create("postgres");
    private LocalPostgres? _server;
    private int _databases;

    /// <summary>Creates a database without rows.</summary>
    /// <param name="migrated">Whether it has the schema; otherwise it is empty.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(bool migrated = true)
    {
        await _turn.WaitAsync();
        try
        {
            var server = _server ??= await StartAsync();
            var name = $"test_{++_databases}";
            await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand(
                $"CREATE DATABASE {name} TEMPLATE {(migrated ? Template : "template0")}", connection);
            await create.ExecuteNonQueryAsync();
            return new TestDatabase(server.ConnectionString(name));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the server and deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _turn.Dispose();
    }

    private async Task<LocalPostgres> StartAsync()
    {
        var server = await LocalPostgres.StartAsync(new LocalPostgresOptions(_folder) { Durable = false });
        await server.EnsureDatabaseAsync(Template);
        var template = new NpgsqlConnectionStringBuilder(server.ConnectionString(Template)) { Pooling = false };
        await DatabaseMigrator.MigrateAsync(template.ConnectionString);
        NpgsqlConnection.ClearAllPools();
        return server;
    }
}
