using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Telemetry;

/// <summary>The settings of measurements that need a query: section <c>Recofilm:Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Telemetry";

    /// <summary>The interval at which the database is checked and asked for its trainings.</summary>
    public TimeSpan DatabaseProbeInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (DatabaseProbeInterval < TimeSpan.FromSeconds(1) || DatabaseProbeInterval > TimeSpan.FromHours(1))
            yield return $"{Section}:DatabaseProbeInterval must be 00:00:01 to 01:00:00; got {DatabaseProbeInterval}.";
    }
}
