using Azure.Storage.Blobs;
using Recofilm.Testing;

[assembly: AssemblyFixture(typeof(Recofilm.PostgresFixture))]
[assembly: AssemblyFixture(typeof(Recofilm.AzuriteFixture))]

namespace Recofilm;

/// <summary>
/// One PostgreSQL server for all test runs of the process, which tests get in place of the fixture of the same name: a mutation
/// run starts the tests of one process thousands of times.
/// </summary>
public sealed class PostgresFixture
{
    private static readonly Testing.PostgresFixture _server = EndedWithTheProcess.Create<Testing.PostgresFixture>();

    public Task<TestDatabase> CreateDatabaseAsync(bool migrated = true) => _server.CreateDatabaseAsync(migrated);
}

/// <summary>One storage emulator for all test runs of the process.</summary>
public sealed class AzuriteFixture
{
    private static readonly Testing.AzuriteFixture _server = EndedWithTheProcess.Create<Testing.AzuriteFixture>();

    public Task<BlobContainerClient> CreateContainerAsync() => _server.CreateContainerAsync();

    public Task<string> GetConnectionStringAsync() => _server.GetConnectionStringAsync();
}

internal static class EndedWithTheProcess
{
    public static T Create<T>()
        where T : IAsyncDisposable, new()
    {
        var server = new T();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    }
}
