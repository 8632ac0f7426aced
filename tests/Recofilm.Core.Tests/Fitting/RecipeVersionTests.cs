using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Recofilm.Core.Fitting;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Fitting;

/// <summary>
/// A file beside this one records the models that the recipe makes of the same data, one line a column of the artifacts: its
/// length and the sum of its values' magnitudes. Processors add in different orders, so sums are compared to five digits.
/// </summary>
public sealed class RecipeVersionTests
{
    private const double Tolerance = 1e-5;

    private static readonly string _recorded = Path.Combine(
        BuiltProgram.Solution, "tests", "Recofilm.Core.Tests", "Fitting", "recipe.txt");

    [Fact]
    public void Models_that_differ_have_another_recipe_version()
    {
        var made = new List<string> { $"recipe {ModelRecipe.Version}" };
        foreach (var file in ExampleModel.Files)
            made.AddRange(ColumnsOf(file));

        var actual = Path.Combine(AppContext.BaseDirectory, "recipe.txt");
        File.WriteAllLines(actual, made);
        var recorded = File.ReadAllLines(_recorded);
        Assert.True(
            recorded.Length == made.Count && recorded.Zip(made).All(pair => IsSame(pair.First, pair.Second)),
            $"The models differ from those of {recorded[0]}. Raise ModelRecipe.Version and copy {actual} to {_recorded}.");
    }

    private static bool IsSame(string recorded, string made)
    {
        var ((column, sum), (otherColumn, otherSum)) = (Split(recorded), Split(made));
        return column == otherColumn && Math.Abs(sum - otherSum) <= Tolerance * Math.Max(1, sum);

        static (string Column, double Sum) Split(string line)
        {
            var last = line.LastIndexOf(' ');
            return (line[..last], double.Parse(line.AsSpan(last), CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<string> ColumnsOf(ArtifactFile file)
    {
        using var reader = new ArrowFileReader(new MemoryStream(file.Content.ToArray()));
        for (var batch = 0; batch < reader.RecordBatchCountAsync().AsTask().GetAwaiter().GetResult(); batch++)
        {
            using var columns = reader.ReadRecordBatchAsync(batch).AsTask().GetAwaiter().GetResult();
            foreach (var (field, column) in columns.Schema.FieldsList.Zip(columns.Arrays))
            {
                var (count, sum) = Measure(column);
                yield return string.Create(CultureInfo.InvariantCulture, $"{file.Name} {batch} {field.Name} {count} {sum:G7}");
            }
        }
    }

    private static (long Count, double Sum) Measure(IArrowArray column) => column switch
    {
        FloatArray floats => (floats.Length, floats.Values.ToArray().Sum(value => Math.Abs((double)value))),
        DoubleArray doubles => (doubles.Length, doubles.Values.ToArray().Sum(Math.Abs)),
        Int32Array integers => (integers.Length, integers.Values.ToArray().Sum(value => Math.Abs((double)value))),
        Int64Array integers => (integers.Length, integers.Values.ToArray().Sum(value => Math.Abs((double)value))),
        UInt16Array integers => (integers.Length, integers.Values.ToArray().Sum(value => (double)value)),
        Int16Array integers => (integers.Length, integers.Values.ToArray().Sum(value => Math.Abs((double)value))),
        UInt8Array integers => (integers.Length, integers.Values.ToArray().Sum(value => (double)value)),
        Int8Array integers => (integers.Length, integers.Values.ToArray().Sum(value => Math.Abs((double)value))),
        UInt32Array integers => (integers.Length, integers.Values.ToArray().Sum(value => (double)value)),
        BinaryArray bytes => (bytes.Length, bytes.Values.Length),
        FixedSizeListArray lists => Measure(lists.Values),
        ListArray lists => Measure(lists.Values),
        _ => throw new NotSupportedException($"A column of {column.GetType().Name} has no measure yet."),
    };
}
