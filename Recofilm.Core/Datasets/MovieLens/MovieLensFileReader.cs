using System.Buffers.Text;
using System.Text;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>
/// Reads one file line by line, and leaves out and reports the bad lines. Derived classes define the content of a line; after
/// each <see cref="Read"/> their properties are those of the current good line.
/// </summary>
public abstract class MovieLensFileReader : IDisposable
{
    // 2100-01-01: a larger number counts milliseconds or is not a time.
    private const long LatestTimestamp = 4_102_444_800;
    private readonly CsvReader _csv;
    private readonly Rejections _rejections;
    private readonly string[] _header;

    private protected MovieLensFileReader((Stream Content, long Length) file, string fileName, Rejections rejections)
    {
        _csv = new CsvReader(file.Content);
        _rejections = rejections;
        FileName = fileName;
        Length = file.Length;
        if (!_csv.Read())
            throw new MovieLensFormatException($"{fileName} is empty.");
        _header = [.. Enumerable.Range(0, _csv.FieldCount).Select(field => _csv.Text(field)?.Trim() ?? "")];
    }

    /// <summary>The file's name, as in reports.</summary>
    public string FileName { get; }

    /// <summary>The file's size in bytes, uncompressed.</summary>
    public long Length { get; }

    /// <summary>Bytes read so far, out of <see cref="Length"/>.</summary>
    public long BytesRead => _csv.BytesRead;

    /// <summary>Lines read so far, the header and empty lines not counted.</summary>
    public long LinesRead { get; private set; }

    /// <summary>Moves to the next good line.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="MovieLensFormatException">
    /// More lines are bad than the options allow, or a file that must have lines has none.
    /// </exception>
    public bool Read()
    {
        while (_csv.Read())
        {
            LinesRead++;
            if (_csv.FieldCount == _header.Length)
            {
                if (TryParseLine())
                    return true;
            }
            else if (_csv.FieldCount == 0)
            {
                Reject(RejectionKind.BrokenQuotes, "a quote is not closed on its line, or stands inside a field.");
            }
            else
            {
                Reject(RejectionKind.FieldCount, $"it has {_csv.FieldCount} fields, the header {_header.Length}.");
            }
        }

        if (LinesRead == 0 && MustHaveLines)
            throw new MovieLensFormatException($"{FileName} has a header and no lines.");
        _rejections.ThrowIfTooMany(FileName, LinesRead);
        return false;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _csv.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether a data set must have lines in this file.</summary>
    private protected virtual bool MustHaveLines => false;

    /// <summary>Parses the current line, or rejects it with a reason and returns <see langword="false"/>.</summary>
    private protected abstract bool TryParseLine();

    private protected int RequireColumn(string name)
    {
        var column = FindColumn(name);
        return column >= 0
            ? column
            : throw new MovieLensFormatException(
                $"{FileName} has no column '{name}'; its header is '{string.Join(',', _header)}'.");
    }

    private protected int FindColumn(string name) =>
        Array.FindIndex(_header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));

    private protected bool Reject(RejectionKind kind, string reason)
    {
        _rejections.Add(new RejectedLine(FileName, _csv.LineNumber, kind, reason), LinesRead);
        return false;
    }

    private protected ReadOnlySpan<byte> Field(int column) => _csv.Field(column);

    private protected bool TryReadId(int column, out int id)
    {
        var field = _csv.Field(column);
        return (Utf8Parser.TryParse(field, out id, out var used) && used == field.Length && id > 0)
            || Reject(RejectionKind.Identifier, $"{_header[column]} '{Show(field)}' is not a positive whole number.");
    }

    private protected bool TryReadTimestamp(int column, out long timestamp)
    {
        var field = _csv.Field(column);
        return (Utf8Parser.TryParse(field, out timestamp, out var used) && used == field.Length
                && timestamp is >= 0 and <= LatestTimestamp)
            || Reject(RejectionKind.Timestamp, $"timestamp '{Show(field)}' is not a number of seconds from 1970 to 2100.");
    }

    /// <summary>Reads a trimmed text that a database can hold; it may be empty.</summary>
    private protected bool TryReadText(int column, out string text)
    {
        text = _csv.Text(column)?.Trim() ?? "\0";
        return !text.Contains('\0', StringComparison.Ordinal)
            || Reject(RejectionKind.Text, $"{_header[column]} is not UTF-8 text.");
    }

    private protected static string Show(ReadOnlySpan<byte> field) =>
        Encoding.UTF8.GetString(field.Length <= 40 ? field : field[..40]);
}
