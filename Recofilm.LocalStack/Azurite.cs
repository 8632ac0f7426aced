using System.Net.Sockets;

namespace Recofilm.LocalStack;

/// <summary>The Azure Storage emulator, reachable from this machine only. It stops with this process.</summary>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's account.</summary>
    public const string AccountName = "devstoreaccount1";

    // Every emulator has this key, which Microsoft documents; it protects nothing.
    private const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Signal = "TERM";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private readonly ChildProcess _process;
    private readonly FolderLock _lock;
    private readonly AzuriteOptions _options;

    // The ports of blobs, queues and tables, in this order. The Functions host needs tables for its own bookkeeping.
    private readonly int[] _ports;

    private Azurite(ChildProcess process, FolderLock folderLock, AzuriteOptions options, int[] ports)
    {
        (_process, _lock, _options, _ports) = (process, folderLock, options, ports);
    }

    /// <summary>The operating system's identifier of the emulator.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The address of the blob service.</summary>
    public Uri BlobServiceUri => new(ServiceUri(_ports[0]));

    /// <summary>The address of the queue service.</summary>
    public Uri QueueServiceUri => new(ServiceUri(_ports[1]));

    /// <summary>The connection string of all services.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol={Scheme};AccountName={AccountName};AccountKey={AccountKey};" +
        $"BlobEndpoint={BlobServiceUri};QueueEndpoint={QueueServiceUri};TableEndpoint={ServiceUri(_ports[2])};";

    /// <summary>Starts the emulator in a folder; installs it when missing, and ends a killed run's emulator first.</summary>
    /// <exception cref="LocalStartException">
    /// Node.js is missing, a port is taken, another process uses the folder, or the emulator does not start; the
    /// message holds the end of its log.
    /// </exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellationToken = default)
    {
        var folder = Path.GetFullPath(options.Folder);
        Directory.CreateDirectory(folder);
        var node = NodePackages.FindNode();
        var modules = await NodePackages.EnsureAsync(options.Report, cancellationToken);
        var folderLock = FolderLock.TryTake(Path.Combine(folder, "lock"))
            ?? throw new LocalStartException($"Another process runs the storage emulator in {folder}.");
        try
        {
            var pidFile = Path.Combine(folder, "azurite.pid");
            await StaleProcess.StopAsync(pidFile, folder, Signal, cancellationToken);
            var azurite = await StartAsync(node, modules, folder, options, folderLock, cancellationToken);
            await File.WriteAllTextAsync(pidFile, $"{azurite.ProcessId}\n", CancellationToken.None);
            return azurite;
        }
        catch
        {
            await folderLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the emulator to stop and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(Signal, StopTimeout);
        _process.Dispose();
        await _lock.DisposeAsync();
    }

    private static async Task<Azurite> StartAsync(
        string node, string modules, string folder, AzuriteOptions options, FolderLock folderLock,
        CancellationToken cancellationToken)
    {
        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            int[] ports = [Loopback.FindFreePort(), Loopback.FindFreePort(), Loopback.FindFreePort()];
            var process = await ChildProcess.StartAsync(
                Command(node, modules, folder, ports, options), Path.Combine(folder, "azurite.log"), user: null, Signal);
            var azurite = new Azurite(process, folderLock, options, ports);
            if (await azurite.IsReadyAsync(options.StartTimeout, cancellationToken))
                return azurite;

            var tail = process.LogTail();
            await process.StopAsync(Signal, StopTimeout);
            process.Dispose();
            // Another program may take a free port before the emulator does.
            if (ports.All(Loopback.IsFree) || attempt == attempts)
                throw new LocalStartException($"The storage emulator did not start on ports {string.Join(", ", ports)}:\n{tail}");
        }
    }

    private static List<string> Command(string node, string modules, string folder, int[] ports, AzuriteOptions options)
    {
        List<string> command =
        [
            node, Path.Combine(modules, "azurite", "dist", "src", "azurite.js"),
            "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder,
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports[0]}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports[1]}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports[2]}",
        ];
        if (options.Tls is { } tls)
            command.AddRange(["--cert", tls.Certificate, "--key", tls.Key, "--oauth", "basic"]);
        return command;
    }

    private string Scheme => _options.Tls is null ? "http" : "https";

    private string ServiceUri(int port) => $"{Scheme}://127.0.0.1:{port}/{AccountName}";

    private async Task<bool> IsReadyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            while (!_process.HasExited && TimeProvider.System.GetElapsedTime(started) < timeout)
            {
                try
                {
                    foreach (var port in _ports)
                    {
                        using var client = new TcpClient();
                        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
                    }

                    return true;
                }
                catch (SocketException)
                {
                    await Task.Delay(Poll, cancellationToken);
                }
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            await _process.StopAsync(Signal, StopTimeout);
            _process.Dispose();
            throw;
        }
    }
}
