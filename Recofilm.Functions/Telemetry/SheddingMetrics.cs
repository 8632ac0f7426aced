using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Recofilm.Functions.Telemetry;

/// <summary>Counts requests that were turned away because the program had too many.</summary>
internal sealed class SheddingMetrics
{
    private readonly Counter<long> _shed;

    /// <summary>Makes the instrument; the counts begin at zero, so that the first is an increase.</summary>
    public SheddingMetrics(IMeterFactory meters)
    {
        _shed = meters.Create("Recofilm.Requests").CreateCounter<long>(
            "recofilm.requests.shed", "{request}",
            "Requests turned away, by reason: queue_full, too many waited already; waited_too_long, none became free in time.");
        foreach (var reason in Enum.GetValues<ShedReason>())
            Add(0, reason);
    }

    /// <summary>Counts a request.</summary>
    public void Count(ShedReason reason) => Add(1, reason);

    private void Add(long count, ShedReason reason) => _shed.Add(
        count, new TagList { { "reason", reason == ShedReason.QueueFull ? "queue_full" : "waited_too_long" } });
}

/// <summary>Why a request was turned away.</summary>
internal enum ShedReason
{
    /// <summary>Too many waited already.</summary>
    QueueFull,

    /// <summary>It waited, and none before it was done in time.</summary>
    WaitedTooLong,
}
