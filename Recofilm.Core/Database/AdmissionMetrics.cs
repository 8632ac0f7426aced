using System.Diagnostics;
using System.Diagnostics.Metrics;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Database;

/// <summary>Counts the requests that the program refuses because too many are waiting.</summary>
public sealed class AdmissionMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Recofilm.Requests";

    private static readonly RefusalReason[] _reasons = Enum.GetValues<RefusalReason>();

    private readonly long[] _refusals = new long[_reasons.Length];

    /// <summary>Creates the instrument. It is observable, so that a new listener sees counts of 0, too.</summary>
    public AdmissionMetrics(IMeterFactory meters) => meters.Create(MeterName).CreateObservableCounter(
        "recofilm.requests.shed", () => _reasons.Select(Measure), "{request}",
        "Requests refused, by reason: queue_full, too many waited already; waited_too_long, no connection became free in time.");

    internal void Count(RefusalReason reason) => Interlocked.Increment(ref _refusals[(int)reason]);

    private Measurement<long> Measure(RefusalReason reason) =>
        new(Volatile.Read(ref _refusals[(int)reason]), new TagList { { "reason", reason.ToSnakeCase() } });
}

/// <summary>The reason for which a request was refused.</summary>
internal enum RefusalReason
{
    /// <summary>Too many requests waited already.</summary>
    QueueFull,

    /// <summary>The request waited, and no connection became free in time.</summary>
    WaitedTooLong,
}
