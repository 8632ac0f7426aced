using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Recofilm.Core.Training;

namespace Recofilm.Core.Exports;

/// <summary>
/// A blob, with the unfinished lists in an append blob beside it. A lease on the append blob keeps other runs away, and every
/// append names the lease and the position, so a run that lost the lease cannot write.
/// </summary>
internal sealed class BlobExportTarget : ExportTarget
{
    // The time for which a killed run blocks the next one. The service allows 15 to 60 seconds.
    private static readonly TimeSpan _leaseDuration = TimeSpan.FromSeconds(30);

    private const int BlockSize = 4 << 20;

    private static readonly PipeOptions _pipeOptions = new(pauseWriterThreshold: BlockSize, resumeWriterThreshold: BlockSize / 2);

    private static readonly BlobUploadOptions _uploadOptions = new()
    {
        TransferOptions = new StorageTransferOptions
        {
            InitialTransferSize = BlockSize,
            MaximumTransferSize = BlockSize,
            MaximumConcurrency = 2,
        },
    };

    private readonly BlobClient _output;
    private readonly AppendBlobClient _partial;
    private readonly TrainingLease _lease;
    private long _length;
    private bool _isDeleted;

    private BlobExportTarget(
        BlobContainerClient container, string name, ExportFormat format, AppendBlobClient partial, TrainingLease lease)
        : base(name, format)
    {
        _output = container.GetBlobClient(name);
        (_partial, _lease) = (partial, lease);
    }

    internal override CancellationToken Lost => _lease.Lost;

    public static async Task<ExportTarget> OpenAsync(
        BlobContainerClient container, string name, ExportFormat format, TimeProvider time, CancellationToken cancellationToken)
    {
        var partial = container.GetAppendBlobClient(name + PartialSuffix);
        await partial.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var lease = await TrainingLease.TryAcquireAsync(partial, _leaseDuration, time, cancellationToken)
            ?? throw new ExportRunningException(name);
        try
        {
            var properties = await partial.GetPropertiesAsync(cancellationToken: cancellationToken);
            return new BlobExportTarget(container, name, format, partial, lease) { _length = properties.Value.ContentLength };
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        // A run that ended before its first list leaves nothing behind.
        try
        {
            if (_length == 0 && !_isDeleted && !Lost.IsCancellationRequested)
                await DeletePartialAsync(CancellationToken.None);
        }
        finally
        {
            await _lease.DisposeAsync();
        }
    }

    internal override async Task<Stream> ReadPartialAsync(CancellationToken cancellationToken) =>
        _length == 0 ? Stream.Null : await _partial.OpenReadAsync(cancellationToken: cancellationToken);

    // An append is whole or missing, so that lists are only ever thrown away all together.
    internal override async Task TruncatePartialAsync(long length, CancellationToken cancellationToken)
    {
        if (length == _length)
            return;
        if (length != 0)
            throw new InvalidDataException($"{_partial.Name} must end with a whole list; got {_length - length} bytes more.");
        await _partial.CreateAsync(
            new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { LeaseId = _lease.LeaseId } },
            cancellationToken);
        _length = 0;
    }

    internal override async Task AppendPartialAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _partial.AppendBlockAsync(
            BinaryData.FromBytes(bytes).ToStream(),
            new AppendBlobAppendBlockOptions
            {
                Conditions =
                    new AppendBlobRequestConditions { LeaseId = _lease.LeaseId, IfAppendPositionEqual = _length },
            },
            cancellationToken);
        _length += bytes.Length;
    }

    internal override async Task DeletePartialAsync(CancellationToken cancellationToken)
    {
        await _partial.DeleteIfExistsAsync(
            conditions: new BlobRequestConditions { LeaseId = _lease.LeaseId }, cancellationToken: cancellationToken);
        _isDeleted = true;
    }

    internal override async Task WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        // The upload commits its blocks after the last one, and not when the writing fails.
        var pipe = new Pipe(_pipeOptions);
        var upload = _output.UploadAsync(pipe.Reader.AsStream(), _uploadOptions, cancellationToken);
        // A failed upload reads no more, and the writing would wait for it without end.
        _ = upload.ContinueWith(
            _ => pipe.Writer.CancelPendingFlush(), CancellationToken.None,
            TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Exception? failure = null;
        try
        {
            await write(new CountingStream(pipe.Writer.AsStream(leaveOpen: true)));
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        // Before the last byte, only a failure ends the upload, and then it is the reason of the writing's failure.
        var throws = failure is null || upload.IsCompleted;
        await pipe.Writer.CompleteAsync(failure);
        await ((Task)upload).ConfigureAwait(throws ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}
