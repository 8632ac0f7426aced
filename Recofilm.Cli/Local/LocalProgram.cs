using System.Reflection;

namespace Recofilm.Cli.Local;

/// <summary>The program that serves, run by the Functions host when it is on the PATH, else by itself.</summary>
internal sealed class LocalProgram : IAsyncDisposable
{
    private const string Signal = "TERM";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _process;

    private LocalProgram(ChildProcess process, int port, string logFile)
    {
        _process = process;
        Address = AddressOf(port);
        LogFile = logFile;
    }

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>Where it logs.</summary>
    public string LogFile { get; }

    /// <summary>The Functions host, or <see langword="null"/> where it is not installed.</summary>
    public static string? FindFunctionsHost() => SearchPath.Find("func");

    /// <summary>The address of a port.</summary>
    public static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>Starts the program.</summary>
    /// <param name="stateFolder">Holds the log and the process identifier.</param>
    /// <param name="port">The port of 127.0.0.1 to serve on.</param>
    /// <param name="settings">Configuration by key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LocalStartException">It is not built.</exception>
    public static async Task<LocalProgram> StartAsync(
        string stateFolder, int port, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var program = Path.Combine(Folder(), "Recofilm.Functions.dll");
        if (!File.Exists(program))
            throw new LocalStartException($"{program} is missing: build the solution first (dotnet build).");
        var pidFile = Path.Combine(stateFolder, "program.pid");
        await StaleProcess.StopAsync(pidFile, program, Signal, cancellationToken);

        var logFile = Path.Combine(stateFolder, "program.log");
        File.Delete(logFile);
        var environment = settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => (string?)setting.Value);
        environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        string[] command;
        if (FindFunctionsHost() is { } host)
        {
            environment["FUNCTIONS_WORKER_RUNTIME"] = "custom";
            environment["AzureWebJobsStorage"] = settings["Recofilm:Storage:ConnectionString"];
            environment["AzureWebJobsDisableHomepage"] = "true";
            command = [host, "start", "--port", $"{port}"];
        }
        else
        {
            environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
            command = [Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", program];
        }

        var process = await ChildProcess.StartAsync(command, logFile, user: null, Signal, environment, Folder());
        await File.WriteAllTextAsync(pidFile, $"{process.Id}\n", CancellationToken.None);
        return new LocalProgram(process, port, logFile);
    }

    /// <summary>Waits until the program has loaded a model and reaches its database.</summary>
    /// <exception cref="LocalStartException">It ended, or took too long; the message holds the end of its log.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = TimeSpan.Zero; waited < StartPatience; waited += Poll)
        {
            if (_process.HasExited)
                throw new LocalStartException($"The program ended while starting:\n{_process.LogTail()}");
            if (await IsReadyAsync(client, cancellationToken))
                return;
            await Task.Delay(Poll, cancellationToken);
        }

        throw new LocalStartException($"The program was not ready within {StartPatience.TotalSeconds:F0} s:\n{_process.LogTail()}");
    }

    /// <summary>Hands over each line of the log, those already written included, until the program ends.</summary>
    public async Task FollowLogAsync(Action<string> print, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(
            new FileStream(LogFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (true)
        {
            var ended = _process.HasExited;
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
                print(line);
            if (ended)
                return;
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(Signal, StopPatience);
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync("health/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The program's build output, noted down when this command was built.</summary>
    private static string Folder() => typeof(LocalProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ProgramFolder").Value!;
}
