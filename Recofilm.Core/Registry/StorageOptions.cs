using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Registry;

/// <summary>
/// The storage account of the models and of the training queue: <c>Recofilm:Storage</c>. The queue trigger of the Functions
/// host reads the same section as its connection, with the names that the host knows.
/// </summary>
public sealed partial class StorageOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Storage";

    /// <summary>A storage connection string, such as <c>UseDevelopmentStorage=true</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The address of the blob service, instead of a connection string, such as
    /// <c>https://recofilm.blob.core.windows.net</c>. The program's identity has access to it.
    /// </summary>
    public string? BlobServiceUri { get; set; }

    /// <summary>
    /// The address of the queue service, together with <see cref="BlobServiceUri"/>, such as
    /// <c>https://recofilm.queue.core.windows.net</c>.
    /// </summary>
    public string? QueueServiceUri { get; set; }

    /// <summary>
    /// The kind of credential of the Functions host for the queue: <c>managedidentity</c>. The program itself finds its
    /// identity by <c>AZURE_CLIENT_ID</c> and <c>AZURE_TOKEN_CREDENTIALS</c>.
    /// </summary>
    public string? Credential { get; set; }

    /// <summary>The identity that the Functions host uses when it has more than one.</summary>
    public string? ClientId { get; set; }

    /// <summary>The blob container of the models.</summary>
    public string Container { get; set; } = "models";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrWhiteSpace(BlobServiceUri) || !string.IsNullOrWhiteSpace(QueueServiceUri))
        {
            if (!string.IsNullOrWhiteSpace(ConnectionString))
                yield return $"{Section}:ConnectionString must be left out beside BlobServiceUri and QueueServiceUri.";
            if (!IsHttps(BlobServiceUri))
                yield return $"{Section}:BlobServiceUri must be an https address; got '{BlobServiceUri}'.";
            if (!IsHttps(QueueServiceUri))
                yield return $"{Section}:QueueServiceUri must be an https address; got '{QueueServiceUri}'.";
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
            yield return $"{Section}:Container must be 3 to 63 lowercase letters, digits and single hyphens; got '{Container}'.";
        }
    }

    /// <summary>Opens the container by connection string or by identity.</summary>
    /// <param name="credential">Supplies the program's identity; called only when <see cref="BlobServiceUri"/> is set.</param>
    /// <param name="client">The options of the client.</param>
    public BlobContainerClient OpenContainer(Func<TokenCredential> credential, BlobClientOptions client) =>
        string.IsNullOrWhiteSpace(BlobServiceUri)
            ? new BlobContainerClient(ConnectionString, Container, client)
            : new BlobServiceClient(new Uri(BlobServiceUri), credential(), client).GetBlobContainerClient(Container);

    /// <summary>
    /// Opens the queue service by connection string or by identity. Messages are base64, as the Functions
    /// host reads and writes them.
    /// </summary>
    /// <param name="credential">Supplies the program's identity; called only when <see cref="QueueServiceUri"/> is set.</param>
    /// <param name="client">The options of the client.</param>
    public QueueServiceClient OpenQueues(Func<TokenCredential> credential, QueueClientOptions client)
    {
        client.MessageEncoding = QueueMessageEncoding.Base64;
        return string.IsNullOrWhiteSpace(QueueServiceUri)
            ? new QueueServiceClient(ConnectionString, client)
            : new QueueServiceClient(new Uri(QueueServiceUri), credential(), client);
    }

    private static bool IsHttps(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

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
