using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Recofilm.Core.Registry;

/// <summary>
/// Keeps a version from being deleted between the check that it is complete and the move of a pointer to it. A holder keeps
/// the lock for a few small requests, and other processes wait for it.
/// </summary>
internal sealed class RegistryLock : IAsyncDisposable
{
    /// <summary>The name of the leased blob.</summary>
    public const string BlobName = "registry.lock";

    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(30);

    // The holder stops before the lock expires.
    private static readonly TimeSpan _workTimeout = TimeSpan.FromSeconds(20);

    // The lock of a killed process expires within this time.
    private static readonly TimeSpan _waitTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(100);

    private readonly BlobLeaseClient _lease;
    private readonly CancellationTokenSource _timeout;

    private RegistryLock(BlobLeaseClient lease, CancellationTokenSource timeout) => (_lease, _timeout) = (lease, timeout);

    /// <summary>A token that is cancelled before the lock expires, and together with the caller's token.</summary>
    public CancellationToken Token => _timeout.Token;

    /// <summary>Takes the lock and waits for another holder if there is one.</summary>
    /// <exception cref="RegistryLockedException">The lock was not free within 40 seconds.</exception>
    public static async Task<RegistryLock> AcquireAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(BlobName);
        var lease = blob.GetBlobLeaseClient();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await lease.AcquireAsync(_duration, cancellationToken: cancellationToken);
                var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                timeout.CancelAfter(_workTimeout);
                return new RegistryLock(lease, timeout);
            }
            catch (RequestFailedException exception) when (exception.Status == 404)
            {
                await CreateAsync(container, blob, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                if (TimeProvider.System.GetElapsedTime(started) > _waitTimeout)
                    throw new RegistryLockedException(exception);
                await Task.Delay(_poll, cancellationToken);
            }
        }
    }

    /// <summary>Releases the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _lease.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            // The lock expires by itself, and the protected work is done.
        }

        _timeout.Dispose();
    }

    private static async Task CreateAsync(BlobContainerClient container, BlobClient blob, CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        try
        {
            await blob.UploadAsync(
                BinaryData.Empty,
                new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            // Another process created the blob at the same time.
        }
    }
}
