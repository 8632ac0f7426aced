using System.Text.Unicode;
using Recofilm.Core.Catalog;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>
/// Reads UTF-8 comma-separated values (RFC 4180), one record per line; no field of MovieLens spans lines. Fields are bytes, so
/// that numbers are parsed without a string.
/// </summary>
internal sealed class CsvReader(Stream stream) : IDisposable
{
    private const int MaxLineBytes = 1 << 24;
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _atEnd;
    private readonly CsvFields _fields = new();

    /// <summary>The number of the current line, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Bytes of the lines read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The number of fields in the current line; 0 when its quotes are not valid.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>Moves to the next line that is not empty.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="MovieLensFormatException">
    /// A line is longer than any of a MovieLens file, or its archive is damaged.
    /// </exception>
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
            _fields.Split(_buffer.AsSpan(line, length));
            return true;
        }
    }

    /// <summary>Returns the bytes of a field without the surrounding quotes; doubled quotes stay doubled.</summary>
    public ReadOnlySpan<byte> Field(int index) => _fields.Bytes(index);

    /// <summary>Returns a field as text.</summary>
    /// <returns>The text, or <see langword="null"/> when it is not UTF-8.</returns>
    public string? Text(int index) => Utf8.IsValid(Field(index)) ? _fields.Text(index) : null;

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

        var read = ReadStream();
        _end += read;
        _atEnd = read == 0;
    }

    private int ReadStream()
    {
        try
        {
            return stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException exception)
        {
            // Files of an archive are unpacked as they are read.
            throw new MovieLensFormatException($"The archive is damaged after line {LineNumber}: {exception.Message}");
        }
    }
}
