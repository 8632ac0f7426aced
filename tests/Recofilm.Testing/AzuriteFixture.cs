using Azure.Storage.Blobs;
using Recofilm.LocalStack;

namespace Recofilm.Testing;

/// <summary>
/// A storage emulator for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>. It starts when
/// the first test asks for a container.
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder = TemporaryFolder.Create("azurite");
    private Azurite? _azurite;
    private int _containers;

    /// <summary>Creates an empty container under a new name.</summary>
    public async Task<BlobContainerClient> CreateContainerAsync()
    {
        await StartAsync();
        var container = new BlobContainerClient(
            _azurite!.ConnectionString, $"test-{Interlocked.Increment(ref _containers)}");
        await container.CreateAsync();
        return container;
    }

    /// <summary>The connection string of the emulator.</summary>
    public async Task<string> GetConnectionStringAsync()
    {
        await StartAsync();
        return _azurite!.ConnectionString;
    }

    /// <summary>Stops the emulator and deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _turn.Dispose();
    }

    private async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _azurite ??= await Azurite.StartAsync(new AzuriteOptions(_folder));
        }
        finally
        {
            _turn.Release();
        }
    }
}
