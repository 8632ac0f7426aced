namespace Recofilm.Core.Database.Bulk;

/// <summary>
/// Splits a stream into lines without allocating a string per line: fill the buffer asynchronously, then take its lines. A
/// line that is longer than allowed is skipped and counted.
/// </summary>
/// <param name="stream">The stream to read.</param>
/// <param name="maxLineBytes">The longest line that is returned.</param>
internal sealed class LineReader(Stream stream, int maxLineBytes)
{
    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private bool _atEnd;
    private bool _skipping;

    /// <summary>The number of the current line, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The number of bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether the current line was longer than allowed; its content is lost.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Takes the next line from the buffer, without its end.</summary>
    /// <returns>Whether the buffer had a line; if not, fill it.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var length = rest.IndexOf((byte)'\n');
        if (length < 0 && !_atEnd)
        {
            if (rest.Length > maxLineBytes)
                (_skipping, _start) = (true, _end);
            line = default;
            return false;
        }

        if (length < 0 && rest.IsEmpty && !_skipping)
        {
            line = default;
            return false;
        }

        _start += length < 0 ? rest.Length : length + 1;
        line = length < 0 ? rest : rest[..length];
        IsTooLong = _skipping || line.Length > maxLineBytes;
        _skipping = false;
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        if (++LineNumber == 1 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        return true;
    }

    /// <summary>Reads more of the stream.</summary>
    /// <returns>Whether there may be another line.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_atEnd)
            return false;
        var unread = _buffer.AsSpan(_start, _end - _start);
        if (unread.Length == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            unread.CopyTo(_buffer);
            (_start, _end) = (0, unread.Length);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        BytesRead += read;
        _atEnd = read == 0;
        return true;
    }
}
