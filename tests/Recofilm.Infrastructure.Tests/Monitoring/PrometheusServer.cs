using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>
/// Debian's Prometheus on the configuration of the repository, in which only this is changed: the addresses, that it looks
/// every second, and that an alert fires a second after its reason. No expression is touched.
/// </summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(40);

    private readonly string _folder;
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly ConcurrentQueue<string> _log = [];

    private PrometheusServer(string command, string folder, int port)
    {
        _folder = folder;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _process = Process.Start(new ProcessStartInfo(
            command,
            [
                $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts one that scrapes a program, and returns when it has.</summary>
    public static async Task<PrometheusServer> StartAsync(Uri program)
    {
        var command = PrometheusCommand.Server;
        var folder = TemporaryFolder.Create("prometheus");
        var port = Loopback.FindFreePort();
        Write(
            folder, "prometheus.yml",
            (Addresses("recofilm:8080"), program.Authority),
            (Addresses("localhost:9090"), $"127.0.0.1:{port}"),
            (Intervals(), "1s"));
        Write(folder, "alerts.yml", (Waits(), "1s"));
        Write(folder, "recording.yml");
        var server = new PrometheusServer(command, folder, port);
        try
        {
            await server.UntilAsync("up == 1", up => up.Count == 2);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The current value of each series of an expression.</summary>
    public async Task<IReadOnlyList<double>> QueryAsync(string expression)
    {
        using var answer = await _client.GetAsync(
            $"/api/v1/query?query={Uri.EscapeDataString(expression)}", TestContext.Current.CancellationToken);
        // It listens before it can answer.
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            throw new HttpRequestException("Prometheus is starting.");
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.True(body.Text("status") == "success", $"{expression}: {body.Text("error")}");
        var result = body.At("data", "result")!.AsArray();
        return body.Text("data", "resultType") == "scalar"
            ? [NumberOf(result[1])]
            : [.. result.Select(series => NumberOf(series!["value"]![1]))];
    }

    /// <summary>The answer of Prometheus' API at a path.</summary>
    public async Task<JsonNode> ApiAsync(string path) =>
        JsonNode.Parse(await _client.GetStringAsync($"/api/v1/{path}", TestContext.Current.CancellationToken))!["data"]!;

    /// <summary>The names of the alerts that fire now.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync() =>
    [
        .. (await ApiAsync("alerts"))["alerts"]!.AsArray()
            .Where(alert => alert.Text("state") == "firing").Select(alert => alert.Text("labels", "alertname")!).Distinct(),
    ];

    /// <summary>Asks until an answer satisfies a condition.</summary>
    public async Task<IReadOnlyList<double>> UntilAsync(string expression, Predicate<IReadOnlyList<double>> condition)
    {
        IReadOnlyList<double> values = [];
        await UntilAsync(
            async () => condition(values = await QueryAsync(expression)),
            () => $"{expression} is {string.Join(", ", values)}");
        return values;
    }

    /// <summary>Waits until an alert fires, or does so no more.</summary>
    public async Task UntilFiringAsync(string alert, bool fires = true)
    {
        IReadOnlyList<string> firing = [];
        await UntilAsync(
            async () => (firing = await FiringAsync()).Contains(alert) == fires,
            () => $"{alert} {(fires ? "does not fire" : "still fires")}; what does: {string.Join(", ", firing)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task UntilAsync(Func<Task<bool>> isSo, Func<string> problem)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _timeout && !_process.HasExited)
        {
            try
            {
                if (await isSo())
                    return;
            }
            catch (HttpRequestException)
            {
                // It is starting.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{problem()}\n{string.Join('\n', _log)}");
    }

    private static void Write(string folder, string file, params ReadOnlySpan<(Regex What, string With)> changes)
    {
        var text = Repository.Read($"{AlertRules.Folder}/{file}");
        foreach (var (what, with) in changes)
        {
            Assert.Matches(what, text);
            text = what.Replace(text, with);
        }

        File.WriteAllText(Path.Combine(folder, file), text);
    }

    private static double NumberOf(JsonNode? text) => text!.ToString() switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };

    private static Regex Addresses(string address) => new(Regex.Escape(address), RegexOptions.CultureInvariant);

    [GeneratedRegex(@"(?<=_interval: )\d+s", RegexOptions.CultureInvariant)]
    private static partial Regex Intervals();

    [GeneratedRegex(@"(?<=\bfor: )[1-9]\d*m", RegexOptions.CultureInvariant)]
    private static partial Regex Waits();
}
