using System.Diagnostics;
using Recofilm.Cli;
using Recofilm.Cli.Packaging;
using Recofilm.LocalStack;

namespace Recofilm.Load.Staging;

/// <summary>
/// The program as it is deployed (Release, compiled ahead of time, on the installed framework), running on loopback.
/// </summary>
internal sealed class ReleaseProgram : IAsyncDisposable
{
    /// <summary>The name of the file that has what the program logs.</summary>
    public const string LogName = "program.log";

    private const string Signal = "TERM";
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private ReleaseProgram(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The address at which it serves.</summary>
    public Uri Address { get; }

    /// <summary>The operating system's identifier of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Publishes it, as the package for Azure is.</summary>
    /// <param name="root">The folder of Recofilm.sln.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The assembly to start with dotnet.</returns>
    public static async Task<string> PublishAsync(string root, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, "artifacts", "bench", "program");
        await FunctionPackage.PublishAsync(root, folder, cancellationToken);
        return Path.Combine(folder, FunctionPackage.Program);
    }

    /// <summary>Starts the process without waiting for anything.</summary>
    /// <param name="executable">From <see cref="PublishAsync"/>.</param>
    /// <param name="folder">Receives the log.</param>
    /// <param name="settings">Configuration by key.</param>
    public static async Task<ReleaseProgram> LaunchAsync(
        string executable, string folder, IReadOnlyDictionary<string, string> settings)
    {
        var log = Path.Combine(folder, LogName);
        File.Delete(log);
        var environment = settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => (string?)setting.Value);
        var port = Loopback.FindFreePort();
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        var process = await ChildProcess.StartAsync(["dotnet", executable], log, user: null, Signal, environment);
        return new ReleaseProgram(process, new Uri($"http://127.0.0.1:{port}/"));
    }

    /// <summary>Waits until it has a model and reaches its database.</summary>
    /// <exception cref="CommandException">It ended or took too long; the message holds the end of its log.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < _timeout;)
        {
            try
            {
                using var answer = await client.GetAsync("health/ready", cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new CommandException($"the program was not ready within {_timeout.TotalSeconds:F0} s:\n{_process.LogTail()}");
    }

    /// <summary>Resident memory in MiB, as the operating system counts it.</summary>
    public async Task<double> ResidentMegabytesAsync(CancellationToken cancellationToken)
    {
        const string Key = "VmRSS:";
        var line = (await File.ReadAllLinesAsync($"/proc/{Id}/status", cancellationToken))
            .First(line => line.StartsWith(Key, StringComparison.Ordinal));
        var kilobytes = line[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return double.Parse(kilobytes, System.Globalization.CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(Signal, TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}
