using System.Collections.Concurrent;
using System.Diagnostics;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// The program, started as the host starts a worker (RpcWorkerContext, DefaultWorkerProcessFactory, RpcWorkerProcess).
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];

    /// <summary>Starts the program.</summary>
    /// <param name="config">The content of worker.config.json.</param>
    /// <param name="folder">The app's folder, which becomes the current folder.</param>
    /// <param name="endpoint">The address of the host's gRPC server.</param>
    /// <param name="workerId">The identifier with which the program must begin its stream.</param>
    /// <param name="environment">The host's whole environment, which the program inherits.</param>
    public WorkerProcess(
        WorkerConfig config, string folder, Uri endpoint, string workerId, IReadOnlyDictionary<string, string> environment)
    {
        var requestId = $"{Guid.NewGuid()}";
        var longest = $"{int.MaxValue}";
        var start = new ProcessStartInfo(config.DefaultExecutablePath!)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Each value is passed under its old name and under a new one that cannot be confused with an option of the program.
        foreach (var argument in (string[])
                 [
                     .. config.Arguments ?? [], config.DefaultWorkerPath!,
                     "--host", endpoint.Host, "--port", $"{endpoint.Port}", "--workerId", workerId, "--requestId", requestId,
                     "--grpcMaxMessageLength", longest,
                     "--functions-uri", endpoint.AbsoluteUri, "--functions-worker-id", workerId,
                     "--functions-request-id", requestId, "--functions-grpc-max-message-length", longest,
                 ])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    /// <summary>The process identifier.</summary>
    public int Id => _process.Id;

    /// <summary>The lines written to stdout so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>The lines written to stderr so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Completes when the process ends, with its exit code.</summary>
    public Task<int> Exited { get; }

    /// <summary>Ends the process at once.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
