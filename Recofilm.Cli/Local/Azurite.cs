using System.Net.Sockets;

namespace Recofilm.Cli.Local;

/// <summary>The Azure Storage emulator, reachable from this machine only. It stops with this process.</summary>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's account.</summary>
    public const string AccountName = "devstoreaccount1";

    // The key that every emulator has and Microsoft documents; it protects nothing.
    private const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Signal = "TERM";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private readonly ChildProcess _process;
    private readonly FolderLock _lock;
    private readonly AzuriteOptions _options;

    private Azurite(ChildProcess process, FolderLock folderLock, AzuriteOptions options, int blobPort)
    {
        (_process, _lock, _options, BlobPort) = (process, folderLock, options, blobPort);
    }

    /// <summary>The blob service's port.</summary>
    public int BlobPort { get; }

    /// <summary>The operating system's identifier of the emulator.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The address of the blob service.</summary>
    public Uri BlobServiceUri => new(ServiceUri(BlobPort));

    /// <summary>How to connect to the services that run.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol={Scheme};AccountName={AccountName};AccountKey={AccountKey};" +
        $"BlobEndpoint={ServiceUri(BlobPort)};" +
        (_options.QueuePort is { } queue ? $"QueueEndpoint={ServiceUri(queue)};" : "") +
        (_options.TablePort is { } table ? $"TableEndpoint={ServiceUri(table)};" : "");

    /// <summary>Starts the emulator in a folder; installs it when missing, and ends a killed run's emulator first.</summary>
    /// <exception cref="LocalStartException">
    /// Node.js is missing, a port is taken, another process uses the folder, or the emulator does not come up: the
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

    /// <summary>Stops the emulator in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(Signal, StopPatience);
        _process.Dispose();
        await _lock.DisposeAsync();
    }

    private static async Task<Azurite> StartAsync(
        string node, string modules, string folder, AzuriteOptions options, FolderLock folderLock,
        CancellationToken cancellationToken)
    {
        foreach (var port in new[] { options.QueuePort, options.TablePort }.OfType<int>())
            Loopback.Claim(port, "the storage emulator");

        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            var blobPort = Loopback.Claim(options.BlobPort, "the storage emulator");
            var process = await ChildProcess.StartAsync(
                Command(node, modules, folder, blobPort, options), Path.Combine(folder, "azurite.log"), user: null, Signal);
            var azurite = new Azurite(process, folderLock, options, blobPort);
            if (await azurite.IsReadyAsync(options.StartTimeout, cancellationToken))
                return azurite;

            var tail = process.LogTail();
            await process.StopAsync(Signal, StopPatience);
            process.Dispose();
            // Somebody may take a free port between our looking and the emulator's.
            var portWasTaken = options.BlobPort is null && !Loopback.IsFree(blobPort);
            if (!portWasTaken || attempt == attempts)
                throw new LocalStartException($"The storage emulator did not start on port {blobPort}:\n{tail}");
        }
    }

    private static List<string> Command(string node, string modules, string folder, int blobPort, AzuriteOptions options)
    {
        var all = options.QueuePort is not null || options.TablePort is not null;
        var script = Path.Combine(modules, "azurite", "dist", "src", all ? "azurite.js" : Path.Combine("blob", "main.js"));
        List<string> command =
        [
            node, script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder,
            "--blobHost", "127.0.0.1", "--blobPort", $"{blobPort}",
        ];
        if (all)
        {
            command.AddRange(["--queueHost", "127.0.0.1", "--queuePort", $"{options.QueuePort ?? Loopback.FindFreePort()}"]);
            command.AddRange(["--tableHost", "127.0.0.1", "--tablePort", $"{options.TablePort ?? Loopback.FindFreePort()}"]);
        }

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
                    using var client = new TcpClient();
                    await client.ConnectAsync("127.0.0.1", BlobPort, cancellationToken);
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
            await _process.StopAsync(Signal, StopPatience);
            _process.Dispose();
            throw;
        }
    }
}
