using System.Globalization;

namespace Recofilm.Scale.Pipeline;

/// <summary>The most memory that this process has held, as the kernel counts it: resident, of whatever kind.</summary>
internal static class PeakMemory
{
    private const string Field = "VmHWM:";

    /// <summary>Whether the kernel tells.</summary>
    public static bool IsKnown { get; } = File.Exists("/proc/self/status");

    /// <summary>Bytes since the last call, or since the start where the kernel does not allow to begin anew.</summary>
    public static long Take()
    {
        if (!IsKnown)
            return 0;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        var kibibytes = line[Field.Length..].Trim().Split(' ')[0];
        BeginAnew();
        return 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
    }

    private static void BeginAnew()
    {
        try
        {
            // 5 sets the high-water mark to what is resident now (proc(5)).
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then every phase shows the peak so far, and the highest of all is right still.
        }
    }
}
