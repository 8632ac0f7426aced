namespace Recofilm.Testing;

/// <summary>
/// Databases for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>. Their server starts when
/// the first test asks for one, unless the assemblies share a server (<see cref="TestPostgres.Variable"/>).
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder = TemporaryFolder.Create("postgres");
    private string? _connectionString = Environment.GetEnvironmentVariable(TestPostgres.Variable);
    private TestPostgres? _server;

    /// <summary>Returns databases on a server that starts for them in any case, so that a test may stop it.</summary>
    public static PostgresFixture OnItsOwnServer() => new() { _connectionString = null };

    /// <summary>Creates a database without rows.</summary>
    /// <param name="migrated">Whether it has the schema; otherwise it is empty.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(bool migrated = true)
    {
        await _turn.WaitAsync();
        try
        {
            _connectionString ??= (_server = await TestPostgres.StartAsync(_folder)).ConnectionString;
            var name = $"test_{Guid.NewGuid():N}";
            return new TestDatabase(await TestPostgres.CreateDatabaseAsync(_connectionString, name, migrated));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops a server of its own and deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _turn.Dispose();
    }
}
