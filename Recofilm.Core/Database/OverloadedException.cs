namespace Recofilm.Core.Database;

/// <summary>A request is refused because more requests wait for a connection than the program can answer in time.</summary>
public sealed class OverloadedException() : Exception("More requests are waiting than can be answered in time.")
{
    /// <summary>The time to wait before the next attempt.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);
}
