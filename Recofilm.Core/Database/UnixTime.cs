namespace Recofilm.Core.Database;

/// <summary>Converts times to the form that models use.</summary>
internal static class UnixTime
{
    /// <summary>Returns the whole seconds from 1970 to a UTC time, rounded down.</summary>
    public static long Of(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond
        - ((utc.Ticks - DateTime.UnixEpoch.Ticks) % TimeSpan.TicksPerSecond < 0 ? 1 : 0);
}
