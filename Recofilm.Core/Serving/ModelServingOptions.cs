using Recofilm.Core.Configuration;

namespace Recofilm.Core.Serving;

/// <summary>The options that keep the serving model current: <c>Recofilm:Model</c>.</summary>
public sealed class ModelServingOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Model";

    /// <summary>The interval at which the pointer to the champion is read: 1 second to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (PollInterval < TimeSpan.FromSeconds(1) || PollInterval > TimeSpan.FromHours(1))
            yield return $"{Section}:PollInterval must be 00:00:01 to 01:00:00; got {PollInterval}.";
    }
}
