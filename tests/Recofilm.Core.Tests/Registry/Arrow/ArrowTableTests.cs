using System.Text;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Tests.Registry.Arrow;

public class ArrowTableTests
{
    private const string FileName = "example.arrow";

    [Fact]
    public void Every_kind_of_column_reads_back_as_written()
    {
        var table = ArrowTable.Read(Example().Build(), FileName);

        Assert.Equal(3, table.RowCount);
        Assert.Equal([1, -2, int.MaxValue], table.Values<int>("int").ToArray());
        Assert.Equal([long.MinValue, 0, 9], table.Values<long>("long").ToArray());
        Assert.Equal([0.1f, float.MinValue, -0f], table.Values<float>("float").ToArray());
        Assert.Equal([sbyte.MinValue, 0, sbyte.MaxValue], table.Values<sbyte>("sbyte").ToArray());
        Assert.Equal([(Half)0.5f, (Half)1f, (Half)2f], table.Values<Half>("half").ToArray());
        Assert.Equal([1995, null, 0], table.Optional("year"));
        Assert.Equal(["Amélie", "", "千と千尋"], table.Strings("title"));
        Assert.Equal([["Drama", "Sci-Fi"], [], [""]], table.StringLists("genres"));
        Assert.Equal([1f, 2, 3, 4, 5, 6], table.Vectors<float>("vector", 2).ToArray());
        Assert.Equal(2, table.VectorWidth("vector"));
        Assert.Equal([7, 8, 9], table.Lists<int>("neighbours", out var starts).ToArray());
        Assert.Equal([0, 2, 2, 3], starts.ToArray());
        Assert.Equal([-1, 2, 3], table.Lists<sbyte>("weights", out _).ToArray());
    }

    [Fact]
    public void Numbers_that_are_not_finite_and_texts_that_are_not_utf_8_are_refused()
    {
        foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            var table = ArrowTable.Read(
                new ArrowTableBuilder(2).Values<float>("float", [1, value]).Metadata("mean", value).Build(), FileName);
            Assert.Equal(
                "example.arrow: column 'float' holds a value that is not a finite number.",
                Assert.Throws<InvalidDataException>(() => table.Values<float>("float")).Message);
            Assert.Throws<InvalidDataException>(() => table.NumberMetadata("mean"));
        }

        var file = new ArrowTableBuilder(1).Strings("title", ["%%%%"]).Build();
        file.AsSpan(file.AsSpan().IndexOf("%%%%"u8), 4).Fill(0xff);
        Assert.Equal(
            "example.arrow: column 'title' holds bytes that are not UTF-8.",
            Assert.Throws<InvalidDataException>(() => ArrowTable.Read(file, FileName).Strings("title")).Message);
    }

    [Fact]
    public void Metadata_reads_back_exactly()
    {
        var table = ArrowTable.Read(Example().Build(), FileName);

        Assert.Equal("svd", table.Metadata("model"));
        Assert.Equal(16, table.Int32Metadata("factors"));
        Assert.Equal(1.0 / 3, table.NumberMetadata("mean"));
        Assert.Equal([1f / 3, -2e-30f, 5f], table.VectorMetadata("prior", 3));
    }

    [Fact]
    public void The_same_table_gives_the_same_bytes() => Assert.Equal(Example().Build(), Example().Build());

    [Fact]
    public void A_table_without_rows_reads_back()
    {
        var file = new ArrowTableBuilder(0).Values<int>("int", []).Strings("title", []).Vectors<float>("vector", [], 4)
            .Lists<float>("list", [0], []).StringLists("genres", []).Build();

        var table = ArrowTable.Read(file, FileName);

        Assert.Equal(0, table.RowCount);
        Assert.Equal(0, table.Values<int>("int").Length);
        Assert.Empty(table.Strings("title"));
        Assert.Equal(0, table.Vectors<float>("vector", 4).Length);
        Assert.Equal(0, table.Lists<float>("list", out var starts).Length);
        Assert.Equal([0], starts.ToArray());
        Assert.Empty(table.StringLists("genres"));
    }

    [Fact]
    public void Mistaken_reads_name_the_file_the_column_and_what_was_expected()
    {
        var table = ArrowTable.Read(Example().Build(), FileName);

        AssertInvalid("column 'absent' is missing.", () => table.Values<int>("absent").ToArray());
        AssertInvalid("column 'int' holds int32, expected float.", () => table.Values<float>("int").ToArray());
        AssertInvalid(
            "column 'vector' holds fixed_size_list<float>[2], expected vectors of 3.",
            () => table.Vectors<float>("vector", 3).ToArray());
        AssertInvalid("column 'vector' holds float, expected int8.", () => table.Vectors<sbyte>("vector", 2).ToArray());
        AssertInvalid("column 'genres' holds utf8, expected int32.", () => table.Lists<int>("genres", out _).ToArray());
        AssertInvalid("column 'int' holds int32, expected lists.", () => table.Lists<int>("int", out _).ToArray());
        AssertInvalid("column 'title' holds utf8, expected vectors.", () => table.VectorWidth("title"));
        AssertInvalid("column 'year' has 1 nulls, expected none.", () => table.Values<int>("year").ToArray());
        AssertInvalid("metadata 'absent' is missing.", () => table.Metadata("absent"));
        AssertInvalid("metadata 'model' is 'svd', expected a whole number.", () => table.Int32Metadata("model"));
        AssertInvalid("metadata 'prior' has 3 numbers, expected 4.", () => table.VectorMetadata("prior", 4));
    }

    [Fact]
    public void Mistaken_writes_name_the_column()
    {
        var table = new ArrowTableBuilder(2);

        AssertArgument("Column 'a' has 1 values, expected 2.", () => table.Values<int>("a", [1]));
        AssertArgument("Column 'b' has 5 values, expected 6.", () => table.Vectors<float>("b", [1, 2, 3, 4, 5], 3));
        AssertArgument("Column 'c' has starts that do not ascend from 0.", () => table.Lists<int>("c", [0, 2, 1], [5]));
        AssertArgument("Column 'd' is added twice.", () => table.Values<int>("d", [1, 2]).Values<int>("d", [1, 2]));
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_read_out_of_bounds()
    {
        var file = Example().Build();
        Assert.Throws<InvalidDataException>(() => ArrowTable.Read(file.AsMemory(0, file.Length / 2), FileName));
        Assert.Throws<InvalidDataException>(() => ArrowTable.Read(Encoding.ASCII.GetBytes("not an arrow file at all"), FileName));

        var random = new Random(7);
        for (var trial = 0; trial < 2_000; trial++)
        {
            var damaged = (byte[])file.Clone();
            for (var change = 0; change < 3; change++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var failure = Record.Exception(() => ReadAll(ArrowTable.Read(damaged, FileName)));
            Assert.True(failure is null or InvalidDataException, failure?.ToString());
        }
    }

    private static ArrowTableBuilder Example() => new ArrowTableBuilder(3)
        .Values<int>("int", [1, -2, int.MaxValue])
        .Values<long>("long", [long.MinValue, 0, 9])
        .Values<float>("float", [0.1f, float.MinValue, -0f])
        .Values<sbyte>("sbyte", [sbyte.MinValue, 0, sbyte.MaxValue])
        .Values<Half>("half", [(Half)0.5f, (Half)1f, (Half)2f])
        .Optional("year", [1995, null, 0])
        .Strings("title", ["Amélie", "", "千と千尋"])
        .StringLists("genres", [["Drama", "Sci-Fi"], [], [""]])
        .Vectors<float>("vector", [1, 2, 3, 4, 5, 6], 2)
        .Lists<int>("neighbours", [0, 2, 2, 3], [7, 8, 9])
        .Lists<sbyte>("weights", [0, 2, 2, 3], [-1, 2, 3])
        .Metadata("model", "svd")
        .Metadata("factors", 16)
        .Metadata("mean", 1.0 / 3)
        .Metadata("prior", [1f / 3, -2e-30f, 5f]);

    private static void ReadAll(ArrowTable table)
    {
        table.Values<int>("int").ToArray();
        table.Values<Half>("half").ToArray();
        table.Optional("year");
        table.Strings("title");
        table.StringLists("genres");
        table.Vectors<float>("vector", 2).ToArray();
        table.Lists<int>("neighbours", out _).ToArray();
        table.VectorMetadata("prior", 3);
    }

    private static void AssertInvalid(string problem, Func<object> read) =>
        Assert.Equal($"{FileName}: {problem}", Assert.Throws<InvalidDataException>(read).Message);

    private static void AssertArgument(string message, Func<object> write) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(write).Message, StringComparison.Ordinal);
}
