using System.Text;

namespace Recofilm.Core.Exports;

/// <summary>Reads an unfinished export: its header, then list by list.</summary>
/// <param name="input">The bytes from the first on.</param>
internal sealed class ListReader(Stream input)
{
    private const byte EndOfHeader = (byte)'\n';

    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private int _current;

    /// <summary>The number of bytes of everything read so far: the header and whole records.</summary>
    public long Position { get; private set; }

    /// <summary>The current record, as <see cref="ListRecord"/> reads it.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start - _current, _current);

    /// <summary>Reads the header.</summary>
    /// <returns>The header, or <see langword="null"/> when there is none of this program's version.</returns>
    public async Task<ExportHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var length = -1;
        for (var wanted = 1; length < 0; wanted = _end - _start + 1)
        {
            if (!await FillAsync(wanted, cancellationToken))
                return null;
            length = _buffer.AsSpan(_start, _end - _start).IndexOf(EndOfHeader);
        }

        var header = ExportHeader.Parse(Encoding.UTF8.GetString(_buffer, _start, length));
        _start += length + 1;
        Position += length + 1;
        return header;
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there is another whole one.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _current = 0;
        if (!await FillAsync(sizeof(int), cancellationToken))
            return false;
        var length = ListRecord.LengthOf(_buffer.AsSpan(_start));
        // A torn write may end in any bytes.
        if (length < ListRecord.LengthOf(0, null) || !await FillAsync(length, cancellationToken))
            return false;
        _current = length;
        _start += length;
        Position += length;
        return true;
    }

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (_end - _start >= wanted)
            return true;
        var available = _end - _start;
        if (wanted > _buffer.Length)
        {
            if (wanted > MaxLength)
                return false;
            Array.Resize(ref _buffer, MaxLength);
        }

        _buffer.AsSpan(_start, available).CopyTo(_buffer);
        (_start, _end) = (0, available);
        while (_end < wanted)
        {
            var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    // Larger than any header: a filter has a few thousand movies at most.
    private const int MaxLength = 1 << 22;
}
