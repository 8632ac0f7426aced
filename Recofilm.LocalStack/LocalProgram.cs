using System.Reflection;
using System.Text.Json;

namespace Recofilm.LocalStack;

/// <summary>The program that serves, run by the Functions host when it is on the PATH, otherwise by itself.</summary>
internal sealed class LocalProgram : IAsyncDisposable
{
    private const string Signal = "TERM";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _process;

    private LocalProgram(ChildProcess process, int port, string logFile)
    {
        _process = process;
        Address = AddressOf(port);
        LogFile = logFile;
    }

    /// <summary>The address at which it serves.</summary>
    public Uri Address { get; }

    /// <summary>The path of its log.</summary>
    public string LogFile { get; }

    /// <summary>Returns the address of a port.</summary>
    public static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>Starts the program.</summary>
    /// <param name="stateFolder">The folder of the log and of the process identifier.</param>
    /// <param name="port">The port of 127.0.0.1 to serve on.</param>
    /// <param name="settings">Configuration by key.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="LocalStartException">The program is not built.</exception>
    public static async Task<LocalProgram> StartAsync(
        string stateFolder, int port, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var program = Path.Combine(Folder, "Recofilm.Functions.dll");
        if (!File.Exists(program))
            throw new LocalStartException($"{program} is missing: build the solution first (dotnet build).");
        var pidFile = Path.Combine(stateFolder, "program.pid");
        await StaleProcess.StopAsync(pidFile, program, Signal, cancellationToken);

        var logFile = Path.Combine(stateFolder, "program.log");
        File.Delete(logFile);
        Dictionary<string, string?> environment;
        IReadOnlyList<string> command;
        if (FuncTool.Find() is { } func)
        {
            environment = FuncTool.Variables(settings).ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
            command = FuncTool.Command(func, port);
        }
        else
        {
            environment = settings.ToDictionary(
                setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), string? (setting) => setting.Value);
            environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
            var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
            command = [isDotnet ? Environment.ProcessPath! : "dotnet", program];
        }

        environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        var process = await ChildProcess.StartAsync(command, logFile, user: null, Signal, environment, Folder);
        await File.WriteAllTextAsync(pidFile, $"{process.Id}\n", CancellationToken.None);
        return new LocalProgram(process, port, logFile);
    }

    /// <summary>Waits until the program has loaded a model and reaches its database.</summary>
    /// <exception cref="LocalStartException">
    /// The program ended or took too long; the message holds the end of its log.
    /// </exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = TimeSpan.Zero; waited < StartTimeout; waited += Poll)
        {
            if (_process.HasExited)
                throw new LocalStartException(Reason(_process.LogTail()));
            if (await IsReadyAsync(client, cancellationToken))
                return;
            await Task.Delay(Poll, cancellationToken);
        }

        throw new LocalStartException(
            $"The program was not ready within {StartTimeout.TotalSeconds:F0} s:\n{_process.LogTail()}");
    }

    /// <summary>Passes every line of the log to <paramref name="print"/>, from the first one until the program ends.</summary>
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
        await _process.StopAsync(Signal, StopTimeout);
        _process.Dispose();
    }

    // A program that cannot start says why in critical lines. Without one, the end of its log has to do.
    private static string Reason(string log)
    {
        var reasons = log.Split('\n').Select(CriticalMessage).OfType<string>().Distinct().ToList();
        return reasons.Count > 0 ? string.Join(' ', reasons) : $"The program ended while starting:\n{log}";
    }

    private static string? CriticalMessage(string line)
    {
        try
        {
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement.GetProperty("LogLevel").GetString() == "Critical"
                ? entry.RootElement.GetProperty("Message").GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync("health/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// The folder of the program's build output, recorded in this assembly's metadata; the Functions host starts in it.
    /// </summary>
    internal static string Folder => typeof(LocalProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ProgramFolder").Value!;
}
