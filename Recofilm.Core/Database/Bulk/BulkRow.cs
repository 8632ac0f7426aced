using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Recofilm.Core.Catalog;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Database.Bulk;

/// <summary>Reads lines of one table, each into the same row.</summary>
/// <param name="table">The table, which names the fields.</param>
/// <param name="options">The format of the lines.</param>
/// <param name="rejections">Receives the errors of lines.</param>
internal sealed class BulkRow(BulkTable table, BulkOptions options, BulkRejections rejections)
{
    private const int Ignored = -2;

    private readonly BulkValue[] _values = new BulkValue[table.Columns.Count];
    private readonly CsvFields _fields = new();
    private readonly Dictionary<string, int> _mapped = options.Mapping.ToDictionary(
        pair => pair.Key, pair => pair.Value.Length == 0 ? Ignored : ColumnOf(table, pair.Value), StringComparer.Ordinal);
    private int[]? _header;
    private long _line;
    private bool _isGood;

    /// <summary>The fields of the current line, by column.</summary>
    public ReadOnlySpan<BulkValue> Values => _values;

    /// <summary>Reads a line.</summary>
    /// <returns>Whether the line is valid; false for an empty line and the header.</returns>
    /// <exception cref="BulkFormatException">The header names unknown columns.</exception>
    public bool TryRead(ReadOnlySpan<byte> line, long number)
    {
        (_line, _isGood) = (number, true);
        if (line.IsEmpty)
            return false;
        if (!Utf8.IsValid(line))
            Reject(null, "is not UTF-8");
        else if (options.Format == BulkFormat.Ndjson)
            ReadJson(line);
        else if (_header is null)
            return ReadHeader(line);
        else
            ReadCsv(line, _header);
        if (_isGood && table.Check(_values) is { } fault)
            Reject(fault.Field, fault.Reason);
        return _isGood;
    }

    private static int ColumnOf(BulkTable table, string column)
    {
        var place = table.IndexOf(Encoding.UTF8.GetBytes(column));
        return place >= 0
            ? place
            : throw new BulkFormatException($"{table.Name}: column {column} {NearestName.Describe(column, table.Fields)}");
    }

    private void ReadJson(ReadOnlySpan<byte> line)
    {
        Array.Clear(_values);
        var reader = new Utf8JsonReader(line);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Reject(null, "must be a JSON object");
                return;
            }

            var seen = 0L;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadProperty(ref reader, ref seen);
            reader.Read();
        }
        catch (JsonException exception)
        {
            Reject(null, $"is not valid JSON at byte {exception.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // The text has a lone surrogate, written as an escape.
            Reject(null, "holds text that is not Unicode");
        }
    }

    private void ReadProperty(ref Utf8JsonReader reader, ref long seen)
    {
        var place = _mapped.Count == 0 ? table.IndexOf(reader.ValueSpan) : PlaceOf(reader.GetString()!);
        var name = place < 0 ? reader.GetString()! : "";
        reader.Read();
        if (place < 0)
        {
            if (place != Ignored)
                Reject(name, NearestName.Describe(name, table.Fields));
            reader.Skip();
            return;
        }

        var column = table.Columns[place];
        if ((seen & (1L << place)) != 0)
            Reject(column.Name, "must not be given twice");
        seen |= 1L << place;
        if (reader.TokenType == JsonTokenType.Null)
            return;
        var value = reader;
        if (!column.Type.TryRead(ref value, out _values[place]))
            Reject(column.Name, column.Type.Expectation);
        reader.Skip();
    }

    private bool ReadHeader(ReadOnlySpan<byte> line)
    {
        if (!_fields.Split(line))
            throw new BulkFormatException("line 1: a quote is not closed, or stands inside a field.");
        string[] names = [.. Enumerable.Range(0, _fields.Count).Select(place => _fields.Text(place).Trim())];
        int[] header = [.. names.Select(PlaceOf)];
        for (var place = 0; place < names.Length; place++)
        {
            if (header[place] == -1)
                throw new BulkFormatException(
                    $"line 1: column {names[place]} {NearestName.Describe(names[place], table.Fields)}");
            if (header[place] >= 0 && Array.IndexOf(header, header[place]) < place)
                throw new BulkFormatException($"line 1: column {names[place]} must not be given twice.");
        }

        _header = header;
        return false;
    }

    private void ReadCsv(ReadOnlySpan<byte> line, int[] header)
    {
        Array.Clear(_values);
        if (!_fields.Split(line))
        {
            Reject(null, "has a quote that is not closed on its line, or stands inside a field");
            return;
        }

        if (_fields.Count != header.Length)
        {
            Reject(null, $"has {_fields.Count} fields, the header {header.Length}");
            return;
        }

        for (var place = 0; place < header.Length; place++)
        {
            if (header[place] < 0 || _fields.Text(place) is not { Length: > 0 } text)
                continue;
            var column = table.Columns[header[place]];
            if (!column.Type.TryRead(text, out _values[header[place]]))
                Reject(column.Name, column.Type.Expectation);
        }
    }

    private int PlaceOf(string name) =>
        _mapped.TryGetValue(name, out var place) ? place : table.IndexOf(Encoding.UTF8.GetBytes(name));

    private void Reject(string? field, string reason)
    {
        _isGood = false;
        rejections.Add(_line, field, reason);
    }
}
