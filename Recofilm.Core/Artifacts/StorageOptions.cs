using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Storage.Blobs;

namespace Recofilm.Core.Artifacts;

/// <summary>Where models are kept: <c>Recofilm:Storage</c>.</summary>
public sealed partial class StorageOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Storage";

    /// <summary>A storage connection string, such as <c>UseDevelopmentStorage=true</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Instead of a connection string, the address of the blob service, such as
    /// <c>https://recofilm.blob.core.windows.net</c>, which the program's identity opens.
    /// </summary>
    public string? ServiceUri { get; set; }

    /// <summary>The blob container of the models.</summary>
    public string Container { get; set; } = "models";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrWhiteSpace(ServiceUri))
        {
            if (!string.IsNullOrWhiteSpace(ConnectionString))
                yield return $"{Section}:ConnectionString and {Section}:ServiceUri are both set: leave one out.";
            if (!Uri.TryCreate(ServiceUri, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
                yield return $"{Section}:ServiceUri must be an https address; it is '{ServiceUri}'.";
        }
        else if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return $"{Section}:ConnectionString is missing: where models are kept, such as UseDevelopmentStorage=true.";
        }
        else if (!IsConnectionString(ConnectionString))
        {
            yield return $"{Section}:ConnectionString is not a storage connection string.";
        }

        if (!ContainerName().IsMatch(Container))
        {
            yield return $"{Section}:Container must be 3 to 63 lowercase letters, digits and single hyphens; it is '{Container}'.";
        }
    }

    /// <summary>The container, opened by connection string or by identity.</summary>
    /// <param name="credential">The program's identity, asked for only when <see cref="ServiceUri"/> is set.</param>
    /// <param name="client">How requests are made.</param>
    public BlobContainerClient OpenContainer(Func<TokenCredential> credential, BlobClientOptions client) =>
        string.IsNullOrWhiteSpace(ServiceUri)
            ? new BlobContainerClient(ConnectionString, Container, client)
            : new BlobServiceClient(new Uri(ServiceUri), credential(), client).GetBlobContainerClient(Container);

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
