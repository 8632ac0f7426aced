using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Recofilm.Functions.Hosting;

/// <summary>The body of a response behind the Functions host: a growing buffer, written as a stream or as a pipe.</summary>
internal sealed class InvocationResponseBody(InvocationResponse response) : PipeWriter, IHttpResponseBodyFeature
{
    private const int InitialBytes = 4096;
    private const int MinimumFreeBytes = 256;

    private byte[] _buffer = [];
    private int _length;
    private int _flushed;
    private Stream? _stream;

    /// <summary>The number of bytes written so far.</summary>
    public int Length => _length;

    /// <inheritdoc/>
    public Stream Stream => _stream ??= AsStream(leaveOpen: true);

    /// <inheritdoc/>
    public PipeWriter Writer => this;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _length - _flushed;

    /// <summary>Opens the bytes for reading, without copying them.</summary>
    public MemoryStream ToStream() => new(_buffer, 0, _length, writable: false, publiclyVisible: true);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _buffer.Length - _length);
        _length += bytes;
    }

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await response.StartAsync();
        _flushed = _length;
        return default;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => response.StartAsync();

    /// <inheritdoc/>
    public Task CompleteAsync() => response.StartAsync();

    /// <summary>Does nothing, because parts of a response cannot be sent.</summary>
    public void DisableBuffering()
    {
    }

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    // An announced length lets a large file skip all the smaller buffers.
    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, MinimumFreeBytes);
        if (needed <= _buffer.Length)
            return;
        var announced = (int)Math.Min(response.Headers.ContentLength + MinimumFreeBytes ?? InitialBytes, Array.MaxLength);
        Array.Resize(ref _buffer, Math.Max(needed, Math.Max(announced, (int)Math.Min(2L * _buffer.Length, Array.MaxLength))));
    }
}
