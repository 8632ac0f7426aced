using System.Collections.Concurrent;
using System.Diagnostics;
using Recofilm.Cli.Local;

namespace Recofilm.Testing;

/// <summary>The functions program in a process of its own, started as the Functions host or an operator would.</summary>
public sealed class HandlerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];

    private HandlerProcess(HandlerSettings settings, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10) };
        var needsRuntime = Path.GetExtension(settings.Program) == ".dll";
        var start = new ProcessStartInfo(needsRuntime ? "dotnet" : settings.Program, needsRuntime ? [settings.Program] : [])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Environment(port))
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Sends requests there, without credentials.</summary>
    public HttpClient Client { get; }

    /// <summary>Lines written to stdout so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Lines written to stderr so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>The names of the files it has mapped into its memory, its assemblies among them (Linux).</summary>
    public IReadOnlySet<string> MappedFiles => File.ReadLines($"/proc/{_process.Id}/maps")
        .Select(line => Path.GetFileName(line)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Starts the program and returns when it answers <c>GET /</c>, as the Functions host does.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer within 30 seconds.</exception>
    public static async Task<HandlerProcess> StartAsync(HandlerSettings settings)
    {
        var handler = Launch(settings);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _patience && !handler._process.HasExited)
        {
            try
            {
                using var answer = await handler.Client.GetAsync("/");
                return handler;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        await handler.DisposeAsync();
        throw new InvalidOperationException(
            $"The program did not start:\n{string.Join('\n', handler.Output.Concat(handler.Errors))}");
    }

    /// <summary>Starts the program without waiting for anything.</summary>
    public static HandlerProcess Launch(HandlerSettings settings) => new(settings, Loopback.FindFreePort());

    /// <summary>Waits until the program ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(_patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends the process at once, as the Functions host does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until a line of stdout satisfies a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="patience">How long to wait; 30 seconds if left out.</param>
    /// <exception cref="TimeoutException">No line did in that time.</exception>
    public async Task<string> WaitForOutputAsync(Func<string, bool> condition, TimeSpan? patience = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < (patience ?? _patience))
        {
            if (_output.FirstOrDefault(condition) is { } line)
                return line;
            await Task.Delay(20);
        }

        throw new TimeoutException($"No such line:\n{string.Join('\n', _output)}");
    }

    /// <summary>Ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Client.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
