using System.Text;
using System.Text.Unicode;

namespace Recofilm.Core.Catalog.MovieLens;

/// <summary>
/// Reads UTF-8 comma-separated values (RFC 4180) one line a record. General CSV readers let a quoted field run over
/// line ends, so that one stray quote swallows the rest of a file; no field of MovieLens spans lines, so here the
/// line is lost and the next one read. Fields are bytes of the buffer: numbers are parsed without a string.
/// </summary>
internal sealed class CsvReader(Stream stream) : IDisposable
{
    private const int MaxLineBytes = 1 << 24;
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _atEnd;
    private (int Start, int Length, bool Escaped)[] _fields = new (int, int, bool)[8];

    /// <summary>The number of the current line, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Bytes of the lines read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>How many fields the current line has; 0 when its quotes are broken.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Goes to the next line that is not empty.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="MovieLensFormatException">A line is longer than any of a MovieLens file.</exception>
    public bool Read()
    {
        while (true)
        {
            var length = FindLineEnd(out var terminated);
            if (length == 0 && !terminated)
                return false;
            LineNumber++;
            var line = _start;
            _start += length + (terminated ? 1 : 0);
            BytesRead += length + (terminated ? 1 : 0);
            if (length > 0 && _buffer[line + length - 1] == '\r')
                length--;
            if (LineNumber == 1 && _buffer.AsSpan(line, length).StartsWith("\uFEFF"u8))
                (line, length) = (line + 3, length - 3);
            if (length == 0)
                continue;
            FieldCount = Split(line, line + length);
            return true;
        }
    }

    /// <summary>The bytes of a field without the quotes around it; doubled quotes are still doubled.</summary>
    public ReadOnlySpan<byte> Field(int index) => _buffer.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <summary>A field as text.</summary>
    /// <returns>The text, or <see langword="null"/> when it is not UTF-8.</returns>
    public string? Text(int index)
    {
        var bytes = Field(index);
        if (!Utf8.IsValid(bytes))
            return null;
        var text = Encoding.UTF8.GetString(bytes);
        return _fields[index].Escaped ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    public void Dispose() => stream.Dispose();

    private int FindLineEnd(out bool terminated)
    {
        var scanned = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            terminated = found >= 0;
            if (terminated || _atEnd)
                return terminated ? scanned + found : _end - _start;
            scanned = _end - _start;
            Fill();
        }
    }

    private void Fill()
    {
        var unread = _buffer.AsSpan(_start, _end - _start);
        if (unread.Length == _buffer.Length)
        {
            if (_buffer.Length >= MaxLineBytes)
                throw new MovieLensFormatException($"Line {LineNumber + 1} is longer than {MaxLineBytes} bytes.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            unread.CopyTo(_buffer);
            (_start, _end) = (0, unread.Length);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
    }

    private int Split(int start, int end)
    {
        var count = 0;
        while (true)
        {
            if (count == _fields.Length)
                Array.Resize(ref _fields, count * 2);
            var next = start < end && _buffer[start] == '"'
                ? QuotedField(start + 1, end, ref _fields[count])
                : PlainField(start, end, ref _fields[count]);
            if (next < 0)
                return 0;
            count++;
            if (next > end)
                return count;
            start = next;
        }
    }

    // Both return where the next field starts, end + 1 after the last field, or −1 when quotes are broken.
    private int PlainField(int start, int end, ref (int Start, int Length, bool Escaped) field)
    {
        var rest = _buffer.AsSpan(start, end - start);
        var length = rest.IndexOfAny((byte)',', (byte)'"');
        if (length >= 0 && rest[length] == '"')
            return -1;
        if (length < 0)
            length = rest.Length;
        field = (start, length, false);
        return start + length + 1;
    }

    private int QuotedField(int start, int end, ref (int Start, int Length, bool Escaped) field)
    {
        var escaped = false;
        var position = start;
        while (true)
        {
            var quote = _buffer.AsSpan(position, end - position).IndexOf((byte)'"');
            if (quote < 0)
                return -1;
            position += quote + 1;
            if (position < end && _buffer[position] == '"')
            {
                escaped = true;
                position++;
                continue;
            }

            if (position < end && _buffer[position] != ',')
                return -1;
            field = (start, position - 1 - start, escaped);
            return position + 1;
        }
    }
}
