using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Telemetry;

/// <summary>What is measured by asking rather than by counting: section <c>Recofilm:Telemetry</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Recofilm:Telemetry";

    /// <summary>How often the database is asked whether it answers and what trainings there were.</summary>
    public TimeSpan DatabaseProbeInterval { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Refuses to start with settings that cannot work.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.DatabaseProbeInterval >= TimeSpan.FromSeconds(1) && options.DatabaseProbeInterval <= TimeSpan.FromHours(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{TelemetryOptions.Section}:DatabaseProbeInterval must be 00:00:01 to 01:00:00; it is {options.DatabaseProbeInterval}.");
}
