using System.Collections.Concurrent;
using System.Diagnostics;

namespace Recofilm.LocalStack;

/// <summary>
/// A program that runs beside this one, logs to a file, and ends when this one ends. On Linux the kernel ends it even
/// when this process is killed (the parent-death signal). Ctrl-C in the terminal does not reach it, so this process
/// decides when it stops.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // The kernel sends the parent-death signal when the *thread* that started the child ends, so one thread that never
    // ends starts every child.
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
    /// <param name="logFile">The file to which standard output and standard error are appended.</param>
    /// <param name="user">The user who runs it (Linux), or <see langword="null"/> for this process's user.</param>
    /// <param name="stopSignal">The signal that asks it to stop: "TERM" or "INT".</param>
    /// <param name="environment">Environment variables, added to those of this process.</param>
    /// <param name="folder">The folder in which it runs, or <see langword="null"/> for this process's folder.</param>
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

    /// <summary>Asks the program to stop, and kills it when it takes longer than <paramref name="timeout"/>.</summary>
    public async Task StopAsync(string signal, TimeSpan timeout)
    {
        if (_process.HasExited)
            return;
        if (!OperatingSystem.IsWindows())
            await SignalAsync(_process.Id, signal);
        using var expiry = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : timeout);
        try
        {
            await _process.WaitForExitAsync(expiry.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Returns the last 15 lines of the log, for a message.</summary>
    public string LogTail()
    {
        if (!File.Exists(_logFile))
            return "(it logged nothing)";
        using var reader = new StreamReader(
            new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(15));
    }

    public void Dispose() => _process.Dispose();

    /// <summary>Sends a signal to a process. Does nothing when the process has ended.</summary>
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
