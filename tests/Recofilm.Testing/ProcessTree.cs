using System.Diagnostics;
using System.Globalization;

namespace Recofilm.Testing;

/// <summary>A process and its children, such as a PostgreSQL server and its workers (Linux).</summary>
public static class ProcessTree
{
    /// <summary>Sends a signal to a process and its children.</summary>
    /// <param name="id">The process.</param>
    /// <param name="signal">The name of the signal, such as "STOP".</param>
    public static async Task SignalAsync(int id, string signal)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder)).Where(name => name.All(char.IsAsciiDigit))
            .Where(child => ParentOf(child) == id);
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{id}", .. children])
        {
            // A child may have ended meanwhile.
            RedirectStandardError = true,
        })!;
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private static int ParentOf(string processId)
    {
        try
        {
            // The name in parentheses may hold anything; the state and the parent follow it.
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 1)..].Split(' ')[2], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
