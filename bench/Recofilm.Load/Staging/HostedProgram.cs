using System.Diagnostics;
using Recofilm.Cli;
using Recofilm.Load.Wrk;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.Load.Staging;

/// <summary>
/// The program as it is deployed, behind the tests' Functions host. Load reaches it by invocations, without HTTP between.
/// </summary>
internal sealed class HostedProgram : IAsyncDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly TestFunctionsHost _host;

    private HostedProgram(TestFunctionsHost host) => _host = host;

    /// <summary>The address at which the host serves HTTP.</summary>
    public Uri Address => _host.Address;

    /// <summary>The lines that the program logged so far.</summary>
    public IEnumerable<string> Log => _host.Logs.Select(line => line.Message);

    /// <summary>Starts the host and the program; returns when its functions are loaded.</summary>
    /// <param name="folder">The published program's.</param>
    /// <param name="settings">Configuration by key.</param>
    /// <param name="keepsLogs">Whether <see cref="Log"/> is wanted: it grows with every request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HostedProgram> LaunchAsync(
        string folder, IReadOnlyDictionary<string, string> settings, bool keepsLogs, CancellationToken cancellationToken)
    {
        var variables = settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => (string?)setting.Value);
        variables["ASPNETCORE_ENVIRONMENT"] = "Production";
        return new HostedProgram(await TestFunctionsHost.StartAsync(
            new FunctionsHostSettings(folder) { Variables = variables, KeepsLogs = keepsLogs }, cancellationToken));
    }

    /// <summary>Waits until the program has a model and reaches its database.</summary>
    /// <exception cref="CommandException">It took too long.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var ready = await _host.PrepareAsync("GET", "/health/ready");
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < _timeout;)
        {
            if ((await _host.InvokeAsync(ready, cancellationToken)).StatusCode == 200)
                return;
            await Task.Delay(50, cancellationToken);
        }

        throw new CommandException($"the program behind the host must be ready within {_timeout.TotalSeconds:F0} s; it was not.");
    }

    /// <summary>Sends requests for a while.</summary>
    /// <param name="requests">The requests to send in turn.</param>
    /// <param name="callers">How many callers send at the same time, each the next when it has its answer.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<LoadOutcome> RunAsync(
        IReadOnlyList<LoadRequest> requests, int callers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var prepared = new PreparedRequest[requests.Count];
        for (var index = 0; index < prepared.Length; index++)
        {
            var request = requests[index];
            prepared[index] = await _host.PrepareAsync(
                request.Method, request.Path,
                token: request.Token.Length > 0 ? request.Token : null, json: request.Body.Length > 0 ? request.Body : null);
        }

        var sent = -1;
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, cancellationToken)));
        var microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        double[] latencies = [.. answers.SelectMany(caller => caller.Latencies).Order()];
        return new LoadOutcome(
            latencies.Length, microseconds, latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100],
            answers.Sum(caller => caller.Errors), Connections: 0, Timeouts: 0);

        async Task<(List<double> Latencies, long Errors)> CallAsync()
        {
            var latencies = new List<double>();
            var errors = 0L;
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                var next = (uint)Interlocked.Increment(ref sent) % (uint)prepared.Length;
                var result = await _host.InvokeAsync(prepared[next], cancellationToken);
                latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
                if (result.StatusCode is 0 or >= 400)
                    errors++;
            }

            return (latencies, errors);
        }
    }

    /// <summary>Stops both.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
