using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Http;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// The body of a request behind the Functions host, which is already in memory. Refuses to read a body that is too large, and
/// one that the host dropped because it came in chunks.
/// </summary>
internal sealed class InvocationRequestBody : Stream, IHttpMaxRequestBodySizeFeature, IHttpRequestBodyDetectionFeature
{
    private readonly HttpRequestData _data;
    private readonly long _length;
    private readonly bool _isDropped;
    private long? _maxRequestBodySize;
    private Stream? _content;

    /// <summary>Reads from the headers whether there is a body and how long it is.</summary>
    public InvocationRequestBody(HttpRequestData data, IHeaderDictionary headers, long maxRequestBodySize)
    {
        _data = data;
        _length = headers.ContentLength ?? 0;
        _isDropped = headers.ContentLength is null && headers.TransferEncoding.Count > 0;
        _maxRequestBodySize = maxRequestBodySize;
    }

    /// <inheritdoc/>
    public bool CanHaveBody => _length > 0 || _isDropped;

    /// <inheritdoc/>
    public bool IsReadOnly => _content is not null;

    /// <inheritdoc/>
    public long? MaxRequestBodySize
    {
        get => _maxRequestBodySize;
        set => _maxRequestBodySize = IsReadOnly
            ? throw new InvalidOperationException("The maximum body size must be set before the body is read.")
            : value;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Open().Read(buffer, offset, count);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Open().Read(buffer);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Open().ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
        Open().CopyToAsync(destination, bufferSize, cancellationToken);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Stream Open()
    {
        if (_content is not null)
            return _content;
        if (_isDropped)
        {
            throw new BadHttpRequestException(
                "The Functions host does not pass on bodies that are sent in chunks: send Content-Length.",
                StatusCodes.Status411LengthRequired);
        }

        if (_length > MaxRequestBodySize)
        {
            // The message is Kestrel's.
            throw new BadHttpRequestException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Request body too large. The max request body size is {MaxRequestBodySize} bytes."),
                StatusCodes.Status413PayloadTooLarge);
        }

        return _content = _data.Body;
    }
}
