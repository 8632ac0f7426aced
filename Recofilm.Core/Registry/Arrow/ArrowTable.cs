using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Recofilm.Core.Registry.Arrow;

/// <summary>
/// Reads an Arrow IPC file of one record batch in place: columns are parts of the file's own bytes. Every access checks the
/// column's name, type and length, that numbers are finite and texts UTF-8, and throws <see cref="InvalidDataException"/>
/// with a message that names the file.
/// </summary>
public sealed class ArrowTable
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _fileName;
    private readonly Schema _schema;
    private readonly Dictionary<string, ArrayData> _columns;

    private ArrowTable(string fileName, Schema schema, RecordBatch batch)
    {
        _fileName = fileName;
        _schema = schema;
        RowCount = batch.Length;
        _columns = schema.FieldsList.Index().ToDictionary(
            field => field.Item.Name, field => batch.Column(field.Index).Data, StringComparer.Ordinal);
        // Memory is made ready by the number of rows: a batch that claims more than its columns have is not believed.
        if (_columns.FirstOrDefault(column => column.Value.Length != RowCount) is { Key: { } name } wrong)
            throw Invalid($"column '{name}' has {wrong.Value.Length} rows, the table {RowCount}.");
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Opens a file's bytes, which must not change while the table is in use.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">The bytes are not an Arrow file of one record batch.</exception>
    public static ArrowTable Read(ReadOnlyMemory<byte> file, string fileName)
    {
        // An Arrow file is "ARROW1\0\0", a complete Arrow stream, a footer and "ARROW1": the stream reader reads in place.
        if (file.Length < 24 || !file.Span.StartsWith("ARROW1\0\0"u8) || !file.Span.EndsWith("ARROW1"u8))
            throw new InvalidDataException($"{fileName} is not a complete Arrow file.");
        try
        {
            using var reader = new ArrowStreamReader(file[8..]);
            var batch = reader.ReadNextRecordBatch() ?? throw new InvalidDataException($"{fileName} holds no record batch.");
            return reader.ReadNextRecordBatch() is null
                ? new ArrowTable(fileName, reader.Schema, batch)
                : throw new InvalidDataException($"{fileName} holds more than one record batch.");
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            // The reader throws exceptions of many types for malformed bytes.
            throw new InvalidDataException($"{fileName} is not a readable Arrow file: {exception.Message}", exception);
        }
    }

    /// <summary>Returns whether there is a column of this name.</summary>
    public bool Contains(string name) => _columns.ContainsKey(name);

    /// <summary>Reads a column with one value per row.</summary>
    public ReadOnlyMemory<T> Values<T>(string name)
        where T : unmanaged
    {
        var column = Column(name);
        RequireType(name, column.DataType, ArrowValues.TypeOf<T>());
        RequireNoNulls(name, column);
        return Primitive<T>(name, column);
    }

    /// <summary>Reads a column with one integer per row, null for unknown ones.</summary>
    public int?[] Optional(string name)
    {
        var column = Column(name);
        RequireType(name, column.DataType, Int32Type.Default);
        var numbers = Primitive<int>(name, column).Span;
        var known = column.Buffers[0].Span;
        if (!known.IsEmpty && known.Length < (RowCount + 7) / 8)
            throw Invalid($"column '{name}' is cut short.");

        var values = new int?[RowCount];
        for (var row = 0; row < RowCount; row++)
            values[row] = known.IsEmpty || (known[row >> 3] >> (row & 7) & 1) != 0 ? numbers[row] : null;
        return values;
    }

    /// <summary>Reads a column with one text per row.</summary>
    public string[] Strings(string name)
    {
        var column = Column(name);
        RequireType(name, column.DataType, StringType.Default);
        return Text(name, column);
    }

    /// <summary>Reads a column with a list of texts per row.</summary>
    public string[][] StringLists(string name)
    {
        var child = List(name, StringType.Default, out var offsets);
        var starts = offsets.Span;
        var texts = Text(name, child);
        var lists = new string[RowCount][];
        for (var row = 0; row < RowCount; row++)
            lists[row] = texts[starts[row]..starts[row + 1]];
        return lists;
    }

    /// <summary>Reads a column with one vector per row: a row-major matrix of <see cref="RowCount"/> rows.</summary>
    public ReadOnlyMemory<T> Vectors<T>(string name, int width)
        where T : unmanaged
    {
        var column = Column(name);
        if (column.DataType is not FixedSizeListType type || type.ListSize != width)
            throw Invalid($"column '{name}' holds {ArrowValues.Describe(column.DataType)}, expected vectors of {width}.");
        var child = column.Children[0];
        RequireType(name, type.ValueDataType, ArrowValues.TypeOf<T>());
        RequireNoNulls(name, column);
        RequireNoNulls(name, child);
        if (child.Length != RowCount * width)
            throw Invalid($"column '{name}' has {child.Length} values, expected {RowCount} × {width}.");
        return Primitive<T>(name, child);
    }

    /// <summary>Returns the width of a column of vectors.</summary>
    public int VectorWidth(string name) => Column(name).DataType is FixedSizeListType type
        ? type.ListSize
        : throw Invalid($"column '{name}' holds {ArrowValues.Describe(Column(name).DataType)}, expected vectors.");

    /// <summary>Reads a column with a list of values per row, as compressed rows.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="starts">Row <c>r</c> is <c>values[starts[r] .. starts[r + 1]]</c>; length rows + 1, ascending from 0.</param>
    public ReadOnlyMemory<T> Lists<T>(string name, out ReadOnlyMemory<int> starts)
        where T : unmanaged
    {
        var child = List(name, ArrowValues.TypeOf<T>(), out starts);
        return Primitive<T>(name, child)[..starts.Span[^1]];
    }

    /// <summary>Returns whether the table has a metadata value.</summary>
    public bool HasMetadata(string key) => _schema.Metadata is not null && _schema.Metadata.ContainsKey(key);

    /// <summary>Returns a value attached to the table.</summary>
    public string Metadata(string key) => _schema.Metadata is not null && _schema.Metadata.TryGetValue(key, out var value)
        ? value
        : throw Invalid($"metadata '{key}' is missing.");

    /// <summary>Returns a whole number attached to the table.</summary>
    public int Int32Metadata(string key) =>
        int.TryParse(Metadata(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Invalid($"metadata '{key}' is '{Metadata(key)}', expected a whole number.");

    /// <summary>Returns a number attached to the table.</summary>
    public double NumberMetadata(string key) =>
        double.TryParse(Metadata(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Invalid($"metadata '{key}' is '{Metadata(key)}', expected a finite number.");

    /// <summary>Returns a vector or a row-major matrix attached to the table.</summary>
    public float[] VectorMetadata(string key, int length)
    {
        var parts = Metadata(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != length)
            throw Invalid($"metadata '{key}' has {parts.Length} numbers, expected {length}.");
        return System.Array.ConvertAll(parts, part =>
            float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw Invalid($"metadata '{key}' holds '{part}', expected a finite number."));
    }

    private ArrayData Column(string name) =>
        _columns.TryGetValue(name, out var column) ? column : throw Invalid($"column '{name}' is missing.");

    private ReadOnlyMemory<T> Primitive<T>(string name, ArrayData column)
        where T : unmanaged
    {
        ReadOnlyMemory<T> values = new CastMemory<T>(column.Buffers[1].Memory).Memory;
        if (values.Length < column.Length)
            throw Invalid($"column '{name}' is cut short.");
        values = values[..column.Length];
        return ArrowValues.AreFinite(values.Span)
            ? values
            : throw Invalid($"column '{name}' holds a value that is not a finite number.");
    }

    private ArrayData List(string name, IArrowType valueType, out ReadOnlyMemory<int> starts)
    {
        var column = Column(name);
        if (column.DataType is not ListType type)
            throw Invalid($"column '{name}' holds {ArrowValues.Describe(column.DataType)}, expected lists.");
        RequireType(name, type.ValueDataType, valueType);
        RequireNoNulls(name, column);
        RequireNoNulls(name, column.Children[0]);
        starts = Starts(name, column, column.Children[0].Length);
        return column.Children[0];
    }

    private string[] Text(string name, ArrayData column)
    {
        RequireNoNulls(name, column);
        var text = column.Buffers[2].Span;
        var starts = Starts(name, column, text.Length).Span;
        var values = new string[column.Length];
        try
        {
            for (var row = 0; row < values.Length; row++)
                values[row] = _utf8.GetString(text[starts[row]..starts[row + 1]]);
        }
        catch (DecoderFallbackException exception)
        {
            throw Invalid($"column '{name}' holds bytes that are not UTF-8.", exception);
        }

        return values;
    }

    private ReadOnlyMemory<int> Starts(string name, ArrayData column, int end)
    {
        // Writers may omit the offsets of an empty column.
        if (column.Length == 0)
            return new int[1];
        ReadOnlyMemory<int> offsets = new CastMemory<int>(column.Buffers[1].Memory).Memory;
        if (offsets.Length <= column.Length)
            throw Invalid($"column '{name}' is cut short.");
        offsets = offsets[..(column.Length + 1)];
        var starts = offsets.Span;
        for (var row = 0; row < column.Length; row++)
        {
            if (starts[row] > starts[row + 1] || starts[0] != 0 || starts[row + 1] > end)
                throw Invalid($"column '{name}' has offsets that do not ascend from 0 to {end}.");
        }

        return offsets;
    }

    private void RequireType(string name, IArrowType type, IArrowType expected)
    {
        if (type.TypeId != expected.TypeId)
            throw Invalid($"column '{name}' holds {ArrowValues.Describe(type)}, expected {ArrowValues.Describe(expected)}.");
    }

    private void RequireNoNulls(string name, ArrayData column)
    {
        if (column.NullCount > 0)
            throw Invalid($"column '{name}' has {column.NullCount} nulls, expected none.");
    }

    private InvalidDataException Invalid(string problem, Exception? inner = null) => new($"{_fileName}: {problem}", inner);
}
