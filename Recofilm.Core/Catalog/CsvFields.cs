using System.Text;

namespace Recofilm.Core.Catalog;

/// <summary>
/// The fields of one line of comma-separated values (RFC 4180). General CSV readers let a quoted field run over line ends, so
/// one stray quote swallows the rest of a file; this reader loses only the line.
/// </summary>
internal sealed class CsvFields
{
    private byte[] _line = [];
    private (int Start, int Length, bool Escaped)[] _fields = new (int, int, bool)[8];

    /// <summary>The number of fields in the line.</summary>
    public int Count { get; private set; }

    /// <summary>Splits a line, and keeps a reference to it until the next call.</summary>
    /// <returns>Whether its quotes are valid; if not, it has no fields.</returns>
    public bool Split(ReadOnlySpan<byte> line)
    {
        if (_line.Length < line.Length)
            _line = new byte[line.Length * 2];
        line.CopyTo(_line);
        Count = 0;
        var start = 0;
        while (true)
        {
            if (Count == _fields.Length)
                Array.Resize(ref _fields, Count * 2);
            var next = start < line.Length && _line[start] == '"'
                ? QuotedField(start + 1, line.Length, ref _fields[Count])
                : PlainField(start, line.Length, ref _fields[Count]);
            if (next < 0)
            {
                Count = 0;
                return false;
            }

            Count++;
            if (next > line.Length)
                return true;
            start = next;
        }
    }

    /// <summary>Returns the bytes of a field without the surrounding quotes; doubled quotes stay doubled.</summary>
    public ReadOnlySpan<byte> Bytes(int place) => _line.AsSpan(_fields[place].Start, _fields[place].Length);

    /// <summary>Returns a field as text, without the surrounding quotes; the line must be UTF-8.</summary>
    public string Text(int place)
    {
        var (start, length, escaped) = _fields[place];
        var text = Encoding.UTF8.GetString(_line, start, length);
        return escaped ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    // Both return where the next field starts, end + 1 after the last field, or −1 when quotes are broken.
    private int PlainField(int start, int end, ref (int Start, int Length, bool Escaped) field)
    {
        var rest = _line.AsSpan(start, end - start);
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
            var quote = _line.AsSpan(position, end - position).IndexOf((byte)'"');
            if (quote < 0)
                return -1;
            position += quote + 1;
            if (position < end && _line[position] == '"')
            {
                escaped = true;
                position++;
                continue;
            }

            if (position < end && _line[position] != ',')
                return -1;
            field = (start, position - 1 - start, escaped);
            return position + 1;
        }
    }
}
