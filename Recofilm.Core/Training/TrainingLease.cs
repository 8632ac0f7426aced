using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Recofilm.Core.Training;

/// <summary>
/// The right to train, of which there is one across all instances: a lease on a blob, renewed until it is disposed of. The
/// lease of a killed process expires by itself.
/// </summary>
public sealed class TrainingLease : IAsyncDisposable
{
    /// <summary>The name of the blob that is leased.</summary>
    public const string BlobName = "training.lock";

    private readonly BlobLeaseClient _lease;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewal;

    private TrainingLease(BlobLeaseClient lease, TimeSpan duration, TimeProvider time)
    {
        _lease = lease;
        _duration = duration;
        _time = time;
        _renewal = RenewAsync();
    }

    /// <summary>Cancelled when the lease could not be kept: another run may start, so this one must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lease unless somebody holds it.</summary>
    /// <param name="container">Where the blob is; made when missing.</param>
    /// <param name="duration">How long the lease outlives a killed process: 15 to 60 seconds.</param>
    /// <param name="time">The clock for renewals.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lease, or <see langword="null"/> when somebody else holds it.</returns>
    public static async Task<TrainingLease?> TryAcquireAsync(
        BlobContainerClient container, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken = default)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var blob = container.GetBlobClient(BlobName);
        var lease = blob.GetBlobLeaseClient();
        try
        {
            if (!await blob.ExistsAsync(cancellationToken))
                await CreateAsync(blob, cancellationToken);
            await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
            return new TrainingLease(lease, duration, time);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewal;
        try
        {
            await _lease.ReleaseAsync();
        }
        catch (Exception exception) when (IsOfStore(exception))
        {
            // Not ours any more, or out of reach: it expires by itself.
        }

        _done.Dispose();
        _lost.Dispose();
    }

    private static async Task CreateAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.UploadAsync(
                BinaryData.Empty,
                new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            // Somebody else made it at the same time.
        }
    }

    private async Task RenewAsync()
    {
        var renewed = _time.GetTimestamp();
        using var timer = new PeriodicTimer(_duration / 4, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
            {
                var asked = _time.GetTimestamp();
                if (await TryRenewAsync())
                    renewed = asked;
                else if (_time.GetElapsedTime(renewed) > _duration / 2)
                    break;
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_done.IsCancellationRequested)
        {
            // Disposed of while waiting.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        // An answer that does not come would keep this run going after its lease has ended.
        using var patience = new CancellationTokenSource(_duration / 4, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _done.Token);
        try
        {
            await _lease.RenewAsync(cancellationToken: either.Token);
            return true;
        }
        catch (Exception exception) when (IsOfStore(exception) && !_done.IsCancellationRequested)
        {
            return false;
        }
    }

    // The client reports refusals by the first, an unreachable store by the second, and no answer in time by the third.
    private static bool IsOfStore(Exception exception) =>
        exception is RequestFailedException or AggregateException or OperationCanceledException;
}
