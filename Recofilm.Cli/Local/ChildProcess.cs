using System.Collections.Concurrent;
using System.Diagnostics;

namespace Recofilm.Cli.Local;

/// <summary>
/// A program that runs beside this one, logs to a file, and ends with it. On Linux the kernel ends it even when this
/// process is killed (the parent-death signal), and Ctrl-C in the terminal does not reach it, so that it can be
/// stopped in order.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // The kernel sends the parent-death signal when the *thread* that started the child ends: one that never does
    // starts them all.
    private static readonly BlockingCollection<Action> Starts = StartThread();
    private readonly Process _process;
    private readonly string _logFile;

    private ChildProcess(Process process, string logFile)
    {
        _process = process;
        _logFile = logFile;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="command">The program's full path, then its arguments.</param>
    /// <param name="logFile">Both outputs are appended to it.</param>
    /// <param name="user">Who runs it (Linux), or <see langword="null"/> for this process's user.</param>
    /// <param name="stopSignal">What asks it to stop: "TERM" or "INT".</param>
    /// <param name="environment">Variables beside this process's own.</param>
    /// <param name="folder">Where it runs, or <see langword="null"/> for where this process does.</param>
    public static async Task<ChildProcess> StartAsync(
        IReadOnlyList<string> command,
        string logFile,
        UnprivilegedUser? user,
        string stopSignal,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null)
    {
        List<string> line = [];
        var setpriv = OperatingSystem.IsLinux() ? SearchPath.Find("setpriv") : null;
        if (setpriv is not null)
            line.AddRange([setpriv, $"--pdeathsig={stopSignal}", .. user?.SetprivOptions ?? [], "--"]);
        if (SearchPath.Find("setsid") is { } setsid)
            line.Add(setsid);
        if (!OperatingSystem.IsWindows())
            line.AddRange(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", logFile]);
        line.AddRange(command);

        var start = new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
            {
                started.SetException(new LocalStartException($"{line[0]} cannot be run: {exception.Message}", exception));
            }
        });
        return new ChildProcess(await started.Task, logFile);
    }

    /// <summary>Asks the program to stop and ends it when it takes too long.</summary>
    public async Task StopAsync(string signal, TimeSpan patience)
    {
        if (_process.HasExited)
            return;
        if (!OperatingSystem.IsWindows())
            await SignalAsync(_process.Id, signal);
        using var timeout = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>The last lines of the log, for a message.</summary>
    public string LogTail()
    {
        if (!File.Exists(_logFile))
            return "(it logged nothing)";
        using var reader = new StreamReader(
            new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(15));
    }

    public void Dispose() => _process.Dispose();

    /// <summary>Sends a signal to a process; one that is gone is no error.</summary>
    internal static Task SignalAsync(int processId, string signal) => CliWrap.Cli.Wrap("/bin/sh")
        .WithArguments(["-c", "kill -\"$0\" \"$1\" 2>/dev/null", signal, $"{processId}"])
        .WithValidation(CliWrap.CommandResultValidation.None)
        .ExecuteAsync().Task;

    private static BlockingCollection<Action> StartThread()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
                start();
        })
        {
            IsBackground = true,
            Name = "child process starter",
        }.Start();
        return starts;
    }
}
