using System.Collections.Concurrent;
using System.Diagnostics;
using Recofilm.LocalStack;

namespace Recofilm.Testing;

/// <summary>The program in a process of its own, served by Kestrel as in a container.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];

    private ProgramProcess(ProgramSettings settings, int port)
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

    /// <summary>The operating system's identifier of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The address at which the program listens.</summary>
    public Uri Address { get; }

    /// <summary>A client for that address, without credentials.</summary>
    public HttpClient Client { get; }

    /// <summary>Lines written to stdout so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Lines written to stderr so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>The names of the files that it has mapped into memory, including its assemblies (Linux).</summary>
    public IReadOnlySet<string> MappedFiles => File.ReadLines($"/proc/{_process.Id}/maps")
        .Select(line => Path.GetFileName(line)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Starts the program and returns when it answers <c>GET /</c>.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or did not answer within 30 seconds.</exception>
    public static async Task<ProgramProcess> StartAsync(ProgramSettings settings)
    {
        var program = Launch(settings);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _timeout && !program._process.HasExited)
        {
            try
            {
                using var answer = await program.Client.GetAsync("/");
                return program;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        await program.DisposeAsync();
        throw new InvalidOperationException(
            $"The program did not start:\n{string.Join('\n', program.Output.Concat(program.Errors))}");
    }

    /// <summary>Starts the program and returns at once.</summary>
    public static ProgramProcess Launch(ProgramSettings settings) => new(settings, Loopback.FindFreePort());

    /// <summary>Waits until the program ends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var expiry = new CancellationTokenSource(_timeout);
        await _process.WaitForExitAsync(expiry.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills the process.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until a line of stdout satisfies a condition.</summary>
    /// <param name="condition">The condition that the line must satisfy.</param>
    /// <param name="timeout">The longest wait; 30 seconds by default.</param>
    /// <exception cref="TimeoutException">No line satisfied the condition in that time.</exception>
    public async Task<string> WaitForOutputAsync(Func<string, bool> condition, TimeSpan? timeout = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < (timeout ?? _timeout))
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
