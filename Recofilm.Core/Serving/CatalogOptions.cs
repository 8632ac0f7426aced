using Recofilm.Core.Configuration;

namespace Recofilm.Core.Serving;

/// <summary>The settings of the live catalogue: section <c>Recofilm:Catalog</c>.</summary>
public sealed class CatalogOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Catalog";

    /// <summary>The interval at which instances check the catalogue's revision: 1 to 30 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (PollInterval < TimeSpan.FromSeconds(1) || PollInterval > TimeSpan.FromSeconds(30))
            yield return $"{Section}:PollInterval must be from 00:00:01 to 00:00:30; got {PollInterval}.";
    }
}
