using System.Text.Json.Serialization;

namespace Recofilm.Load.Wrk;

/// <summary>How a run ended, as requests.lua prints it.</summary>
/// <param name="Requests">Answers received.</param>
/// <param name="Microseconds">How long the run took.</param>
/// <param name="P50">The median of the answers' times in microseconds.</param>
/// <param name="P99">Their 99th percentile.</param>
/// <param name="Statuses">Answers of a status of 400 or more.</param>
/// <param name="Connections">Connections that could not be opened, read or written.</param>
/// <param name="Timeouts">Requests that took longer than the timeout.</param>
internal sealed record LoadOutcome(
    long Requests, long Microseconds, double P50, double P99, long Statuses, long Connections, long Timeouts)
{
    /// <summary>Everything that went wrong.</summary>
    [JsonIgnore]
    public long Errors => Statuses + Connections + Timeouts;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoadOutcome))]
internal sealed partial class LoadJson : JsonSerializerContext;
