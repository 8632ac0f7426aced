using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Recofilm.Core.Registry.Arrow;

/// <summary>
/// Builds an Arrow IPC file of one record batch from arrays, column by column. The same calls in the same order give the
/// same bytes. Columns may hold int, long, float, double, sbyte, byte or <see cref="Half"/>.
/// </summary>
/// <param name="rowCount">The number of rows that every column must have.</param>
public sealed class ArrowTableBuilder(int rowCount)
{
    private readonly List<Field> _fields = [];
    private readonly List<ArrayData> _columns = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a column with one value per row.</summary>
    /// <exception cref="ArgumentException">The length is not the row count, or the name is taken.</exception>
    public ArrowTableBuilder Values<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        RequireLength(name, values.Length, rowCount);
        return Add(name, Primitive(values));
    }

    /// <summary>Adds a column with one integer per row, null for unknown ones.</summary>
    /// <exception cref="ArgumentException">The length is not the row count, or the name is taken.</exception>
    public ArrowTableBuilder Optional(string name, ReadOnlySpan<int?> values)
    {
        RequireLength(name, values.Length, rowCount);
        var known = new byte[(rowCount + 7) / 8];
        var numbers = new int[rowCount];
        var unknown = 0;
        for (var row = 0; row < rowCount; row++)
        {
            if (values[row] is not { } number)
            {
                unknown++;
                continue;
            }

            numbers[row] = number;
            known[row >> 3] |= (byte)(1 << (row & 7));
        }

        var validity = unknown == 0 ? ArrowBuffer.Empty : new ArrowBuffer(known);
        var column = new ArrayData(Int32Type.Default, rowCount, unknown, 0, [validity, Bytes<int>(numbers)], []);
        return Add(name, column, unknown > 0);
    }

    /// <summary>Adds a column with one text per row.</summary>
    /// <exception cref="ArgumentException">The length is not the row count, or the name is taken.</exception>
    public ArrowTableBuilder Strings(string name, IReadOnlyCollection<string> values)
    {
        RequireLength(name, values.Count, rowCount);
        return Add(name, Text(values));
    }

    /// <summary>Adds a column with a list of texts per row.</summary>
    /// <exception cref="ArgumentException">The length is not the row count, or the name is taken.</exception>
    public ArrowTableBuilder StringLists(string name, IReadOnlyCollection<IReadOnlyCollection<string>> values)
    {
        RequireLength(name, values.Count, rowCount);
        var starts = new int[rowCount + 1];
        foreach (var (row, list) in values.Index())
            starts[row + 1] = starts[row] + list.Count;
        return Add(name, List(starts, Text([.. values.SelectMany(list => list)])));
    }

    /// <summary>Adds a column with a vector of <paramref name="width"/> values per row: a row-major matrix.</summary>
    /// <exception cref="ArgumentException">The length is not rows × width, or the name is taken.</exception>
    public ArrowTableBuilder Vectors<T>(string name, ReadOnlySpan<T> values, int width)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        RequireLength(name, values.Length, rowCount * width);
        var child = Primitive(values);
        var type = new FixedSizeListType(Item(child.DataType), width);
        return Add(name, new ArrayData(type, rowCount, 0, 0, [ArrowBuffer.Empty], [child]));
    }

    /// <summary>Adds a column with a list of values per row, given as compressed rows.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="starts">
    /// Row <c>r</c> holds <c>values[starts[r] .. starts[r + 1]]</c>; length rows + 1, from 0 to the end.
    /// </param>
    /// <param name="values">The values of all rows, row after row.</param>
    /// <exception cref="ArgumentException">The starts do not fit the rows and values, or the name is taken.</exception>
    public ArrowTableBuilder Lists<T>(string name, ReadOnlySpan<int> starts, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        RequireLength($"{name} (starts)", starts.Length, rowCount + 1);
        RequireLength(name, values.Length, starts[^1]);
        for (var row = 0; row < rowCount; row++)
        {
            if (starts[row] > starts[row + 1] || starts[0] != 0)
                throw new ArgumentException($"Column '{name}' has starts that do not ascend from 0.", nameof(starts));
        }

        return Add(name, List(starts, Primitive(values)));
    }

    /// <summary>Attaches a value to the whole table; a second value under a key replaces the first.</summary>
    public ArrowTableBuilder Metadata(string key, string value)
    {
        _metadata[key] = value;
        return this;
    }

    /// <summary>Attaches a number in a form that reads back exactly.</summary>
    public ArrowTableBuilder Metadata(string key, double value) =>
        Metadata(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Attaches a vector or a row-major matrix as space-separated numbers that read back exactly.</summary>
    public ArrowTableBuilder Metadata(string key, ReadOnlySpan<float> values)
    {
        var text = new StringBuilder(values.Length * 12);
        foreach (var value in values)
            text.Append(text.Length == 0 ? "" : " ").Append(value.ToString("R", CultureInfo.InvariantCulture));
        return Metadata(key, text.ToString());
    }

    /// <summary>Returns the file's bytes.</summary>
    public byte[] Build()
    {
        var schema = new Schema(_fields, _metadata);
        using var stream = new MemoryStream();
        using (var batch = new RecordBatch(schema, _columns.Select(ArrowArrayFactory.BuildArray), rowCount))
        using (var writer = new ArrowFileWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return stream.ToArray();
    }

    private ArrowTableBuilder Add(string name, ArrayData column, bool nullable = false)
    {
        if (_fields.Exists(field => field.Name == name))
            throw new ArgumentException($"Column '{name}' is added twice.", nameof(name));
        _fields.Add(new Field(name, column.DataType, nullable));
        _columns.Add(column);
        return this;
    }

    private static ArrayData Primitive<T>(ReadOnlySpan<T> values)
        where T : unmanaged =>
        new(ArrowValues.TypeOf<T>(), values.Length, 0, 0, [ArrowBuffer.Empty, Bytes(values)], []);

    private static ArrayData Text(IReadOnlyCollection<string> values)
    {
        var starts = new int[values.Count + 1];
        foreach (var (row, value) in values.Index())
            starts[row + 1] = checked(starts[row] + Encoding.UTF8.GetByteCount(value));
        var text = Encoding.UTF8.GetBytes(string.Concat(values));
        return new ArrayData(
            StringType.Default, values.Count, 0, 0, [ArrowBuffer.Empty, Bytes<int>(starts), new ArrowBuffer(text)], []);
    }

    private static ArrayData List(ReadOnlySpan<int> starts, ArrayData child) =>
        new(new ListType(Item(child.DataType)), starts.Length - 1, 0, 0, [ArrowBuffer.Empty, Bytes(starts)], [child]);

    private static Field Item(IArrowType type) => new("item", type, nullable: false);

    private static ArrowBuffer Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values).ToArray());

    private static void RequireLength(string name, int length, int expected)
    {
        if (length != expected)
            throw new ArgumentException($"Column '{name}' has {length} values, expected {expected}.");
    }
}
