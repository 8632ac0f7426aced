using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Recofilm.Core.Training;

/// <summary>
/// The right to train, or to make an export, held by at most one of all instances: a lease on a blob, renewed until it is
/// disposed of. The lease of a killed process expires.
/// </summary>
public sealed class TrainingLease : IAsyncDisposable
{
    /// <summary>The name of the leased blob.</summary>
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

    /// <summary>The identifier that writes to the leased blob must give.</summary>
    public string LeaseId => _lease.LeaseId;

    /// <summary>Cancelled when the lease could not be renewed: another run may start, so this one must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Acquires the lease of trainings unless another run holds it.</summary>
    /// <param name="container">The container of the blob; created when missing.</param>
    /// <param name="duration">The time by which the lease outlives a killed process: 15 to 60 seconds.</param>
    /// <param name="time">The clock for renewals.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>The lease; <see langword="null"/> when another run holds it.</returns>
    public static async Task<TrainingLease?> TryAcquireAsync(
        BlobContainerClient container, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken = default)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var blob = container.GetBlobClient(BlobName);
        if (!await blob.ExistsAsync(cancellationToken))
            await CreateAsync(blob, cancellationToken);
        return await TryAcquireAsync(blob, duration, time, cancellationToken);
    }

    /// <summary>Acquires the lease of an existing blob unless another run holds it.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="duration">The time by which the lease outlives a killed process: 15 to 60 seconds.</param>
    /// <param name="time">The clock for renewals.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>The lease; <see langword="null"/> when another run holds it.</returns>
    public static async Task<TrainingLease?> TryAcquireAsync(
        BlobBaseClient blob, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var lease = blob.GetBlobLeaseClient();
        try
        {
            await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
            return new TrainingLease(lease, duration, time);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Checks whether a run holds the lease of a container.</summary>
    public static async Task<bool> IsHeldAsync(BlobContainerClient container, CancellationToken cancellationToken = default)
    {
        try
        {
            var properties = await container.GetBlobClient(BlobName).GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.Value.LeaseStatus == LeaseStatus.Locked;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Releases the lease. Never throws, because a failed release must not fail a run that has succeeded.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewal;
        try
        {
            using var timeout = new CancellationTokenSource(_duration / 4, _time);
            await _lease.ReleaseAsync(cancellationToken: timeout.Token);
        }
        catch (Exception)
        {
            // The lease has been lost or the storage cannot be reached; the lease expires in either case.
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
            // Another instance created the blob at the same time.
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
                else if (_done.IsCancellationRequested)
                    return;
                else if (_time.GetElapsedTime(renewed) > _duration / 2)
                    break;
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_done.IsCancellationRequested)
        {
            // The lease was disposed of during the wait.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        // Without a timeout, a renewal that gets no answer would keep this run going after its lease has ended.
        using var timeout = new CancellationTokenSource(_duration / 4, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _done.Token);
        try
        {
            await _lease.RenewAsync(cancellationToken: either.Token);
            return true;
        }
        catch (Exception)
        {
            // The renewal failed: a refusal, an unreachable storage, a token that was not issued, or no answer in time.
            return false;
        }
    }
}
