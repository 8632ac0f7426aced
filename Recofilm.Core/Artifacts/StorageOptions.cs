using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace Recofilm.Core.Artifacts;

/// <summary>Where models are kept: <c>Recofilm:Storage</c>.</summary>
public sealed partial class StorageOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Storage";

    /// <summary>A storage connection string, such as <c>UseDevelopmentStorage=true</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The blob container of the models.</summary>
    public string Container { get; set; } = "models";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
            yield return $"{Section}:ConnectionString is missing: where models are kept, such as UseDevelopmentStorage=true.";
        else if (!IsConnectionString(ConnectionString))
            yield return $"{Section}:ConnectionString is not a storage connection string.";
        if (!ContainerName().IsMatch(Container))
        {
            yield return $"{Section}:Container must be 3 to 63 lowercase letters, digits and single hyphens; it is '{Container}'.";
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new BlobServiceClient(text) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
