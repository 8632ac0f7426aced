namespace Recofilm.Core.Serving;

/// <summary>How the serving model is kept current: <c>Recofilm:Model</c>.</summary>
public sealed class ModelServingOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Model";

    /// <summary>How often the pointer to the champion is looked at: 1 second to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (PollInterval < TimeSpan.FromSeconds(1) || PollInterval > TimeSpan.FromHours(1))
            yield return $"{Section}:PollInterval must be 00:00:01 to 01:00:00; it is {PollInterval}.";
    }
}
