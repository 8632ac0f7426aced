using Azure.Storage.Blobs;
using Recofilm.LocalStack;

namespace Recofilm.Testing;

/// <summary>
/// Storage for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>. The emulator starts when
/// the first test asks for it, unless the assemblies share one (<see cref="Variable"/>).
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string of a shared emulator.</summary>
    public const string Variable = "RECOFILM_TEST_STORAGE";

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder = TemporaryFolder.Create("azurite");
    private string? _connectionString = Environment.GetEnvironmentVariable(Variable);
    private Azurite? _azurite;

    /// <summary>Creates an empty container under a new name.</summary>
    public async Task<BlobContainerClient> CreateContainerAsync()
    {
        var container = new BlobContainerClient(await GetConnectionStringAsync(), $"test-{Guid.NewGuid():N}");
        await container.CreateAsync();
        return container;
    }

    /// <summary>The connection string of the emulator.</summary>
    public async Task<string> GetConnectionStringAsync()
    {
        await _turn.WaitAsync();
        try
        {
            return _connectionString ??= (_azurite = await Azurite.StartAsync(new AzuriteOptions(_folder))).ConnectionString;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops an emulator of its own and deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _turn.Dispose();
    }
}
