namespace Recofilm.Core.Database;

/// <summary>Times as models see them.</summary>
internal static class UnixTime
{
    /// <summary>Whole seconds since 1970 of a UTC time, rounded down.</summary>
    public static long Of(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond
        - ((utc.Ticks - DateTime.UnixEpoch.Ticks) % TimeSpan.TicksPerSecond < 0 ? 1 : 0);
}
