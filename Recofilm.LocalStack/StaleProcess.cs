using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.LocalStack;

/// <summary>A program that an earlier run left behind when it was killed.</summary>
internal static class StaleProcess
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Stops the process whose identifier is the first line of a file, but only when its command line contains our folder:
    /// the operating system may have given the identifier to another program since.
    /// </summary>
    public static async Task StopAsync(string pidFile, string folder, string signal, CancellationToken cancellationToken)
    {
        if (!File.Exists(pidFile) || !int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), out var id))
            return;
        for (var waited = TimeSpan.Zero; await IsOursAsync(id, folder, cancellationToken); waited += Poll)
        {
            if (waited == TimeSpan.Zero)
                await ChildProcess.SignalAsync(id, signal);
            if (waited >= Timeout)
                await ChildProcess.SignalAsync(id, "KILL");
            await Task.Delay(Poll, cancellationToken);
        }

        File.Delete(pidFile);
    }

    private static async Task<bool> IsOursAsync(int id, string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            return false;
        try
        {
            var line = OperatingSystem.IsLinux()
                ? await File.ReadAllTextAsync($"/proc/{id}/cmdline", cancellationToken)
                : (await CliWrap.Cli.Wrap("ps").WithArguments(["-o", "command=", "-p", $"{id}"])
                    .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken)).StandardOutput;
            return line.Contains(folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
