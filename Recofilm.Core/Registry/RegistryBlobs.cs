using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Recofilm.Core.Registry;

/// <summary>Reads the registry's small blobs. A missing blob gives <see langword="null"/>.</summary>
/// <param name="container">The container.</param>
internal sealed class RegistryBlobs(BlobContainerClient container)
{
    /// <summary>Reads a blob's content and properties.</summary>
    public async Task<BlobDownloadResult?> DownloadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Reads a blob's ETag without its content.</summary>
    public async Task<ETag?> ReadETagAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Reads a pointer with its ETag.</summary>
    /// <param name="name">The name of the pointer's blob.</param>
    /// <param name="type">The JSON type of the pointer.</param>
    /// <param name="mend">A sentence that names the action which replaces an unreadable pointer.</param>
    /// <exception cref="UnreadablePointerException">The pointer is not readable.</exception>
    public async Task<(T Pointer, ETag ETag)?> ReadPointerAsync<T>(
        string name, JsonTypeInfo<T> type, string mend, CancellationToken cancellationToken)
    {
        var blob = await DownloadAsync(name, cancellationToken);
        if (blob is null)
            return null;
        try
        {
            var pointer = JsonSerializer.Deserialize(blob.Content.ToMemory().Span, type)
                ?? throw new UnreadablePointerException(name, "it is null", mend, blob.Details.ETag);
            return (pointer, blob.Details.ETag);
        }
        catch (JsonException exception)
        {
            throw new UnreadablePointerException(name, exception.Message, mend, blob.Details.ETag, exception);
        }
    }
}
