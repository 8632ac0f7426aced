using Npgsql;
using Recofilm.Core.Database;
using Recofilm.LocalStack;

namespace Recofilm.Testing;

/// <summary>A PostgreSQL server for tests, with a migrated database of which each test gets a copy.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    /// <summary>The environment variable with <see cref="ConnectionString"/>, when test assemblies share a server.</summary>
    public const string Variable = "RECOFILM_TEST_POSTGRES";

    private const string Template = "template_recofilm";
    private readonly LocalPostgres _server;

    private TestPostgres(LocalPostgres server) => _server = server;

    /// <summary>The connection string of the database "postgres", as superuser.</summary>
    public string ConnectionString => _server.ConnectionString("postgres");

    /// <summary>Starts a server and migrates its template.</summary>
    /// <param name="folder">The folder for its files.</param>
    public static async Task<TestPostgres> StartAsync(string folder)
    {
        var server = await LocalPostgres.StartAsync(new LocalPostgresOptions(folder) { Durable = false });
        await server.EnsureDatabaseAsync(Template);
        var template = new NpgsqlConnectionStringBuilder(server.ConnectionString(Template)) { Pooling = false };
        await DatabaseMigrator.MigrateAsync(template.ConnectionString);
        NpgsqlConnection.ClearAllPools();
        return new TestPostgres(server);
    }

    /// <summary>Creates a database without rows on such a server.</summary>
    /// <param name="server">Its <see cref="ConnectionString"/>.</param>
    /// <param name="name">The name of the new database.</param>
    /// <param name="migrated">Whether it has the schema; otherwise it is empty.</param>
    /// <returns>The connection string of the new database.</returns>
    public static async Task<string> CreateDatabaseAsync(string server, string name, bool migrated)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand(
            $"CREATE DATABASE {name} TEMPLATE {(migrated ? Template : "template0")}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
