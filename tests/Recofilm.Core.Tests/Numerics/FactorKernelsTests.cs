using Recofilm.Core.Numerics;

namespace Recofilm.Core.Tests.Numerics;

public class FactorKernelsTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(10)]
    [InlineData(96)]
    public void Outer_products_added_together_are_the_same_to_the_last_bit_as_one_by_one(int dimension)
    {
        const int Rows = 80;
        var random = new Random(dimension);
        var rows = Enumerable.Range(0, Rows * dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        int[] indices = [.. Enumerable.Range(0, Rows).OrderBy(_ => random.Next()).Take(71)];
        var weights = indices.Select(_ => random.NextSingle()).ToArray();
        var together = Enumerable.Range(0, dimension * dimension).Select(_ => random.NextSingle()).ToArray();
        var apart = together.ToArray();

        FactorKernels.AddOuterProducts(rows, indices, weights, together, dimension);
        for (var place = 0; place < indices.Length; place++)
        {
            var row = rows.AsSpan(indices[place] * dimension, dimension);
            for (var line = 0; line < dimension; line++)
            {
                for (var column = line; column < dimension; column++)
                {
                    ref var sum = ref apart[(line * dimension) + column];
                    sum = MathF.FusedMultiplyAdd(row[column], weights[place] * row[line], sum);
                }
            }
        }

        for (var line = 0; line < dimension; line++)
        {
            var upper = ((line * dimension) + line)..((line + 1) * dimension);
            Assert.Equal(apart.AsSpan(upper), together.AsSpan(upper));
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(37)]
    [InlineData(3)]
    public void Two_rows_are_multiplied_as_one_by_one(int dimension)
    {
        var random = new Random(dimension);
        float[] rows = [.. Enumerable.Range(0, 2 * dimension).Select(_ => random.NextSingle() - 0.5f)];
        float[] vector = [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f)];

        var (first, second) = FactorKernels.MultiplyTwo(rows, vector);

        double[] expected =
            [.. rows.Chunk(dimension).Select(row => row.Zip(vector).Sum(pair => (double)pair.First * pair.Second))];
        Assert.Equal(expected[0], first, 1e-5);
        Assert.Equal(expected[1], second, 1e-5);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(40)]
    [InlineData(3)]
    public void Chosen_rows_are_added_up_by_their_weights(int dimension)
    {
        var random = new Random(dimension);
        var rows = Enumerable.Range(0, 20 * dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        int[] indices = [3, 19, 0, 7, 8];
        var weights = indices.Select(_ => random.NextSingle()).ToArray();
        var sum = Enumerable.Repeat(9f, dimension).ToArray();
        FactorKernels.SumMultiples(rows, indices, weights, sum);
        for (var column = 0; column < dimension; column++)
        {
            var expected = indices.Zip(weights).Sum(pair => (double)rows[(pair.First * dimension) + column] * pair.Second);
            Assert.Equal(expected, sum[column], 1e-5);
        }
    }

    [Theory]
    [InlineData(16, 30)]
    [InlineData(64, 4)]
    [InlineData(64, 3)]
    [InlineData(10, 30)]
    public void Every_row_is_multiplied(int dimension, int count)
    {
        var random = new Random(count);
        var rows = Enumerable.Range(0, count * dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var vector = Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var products = new float[count];
        FactorKernels.Multiply(rows, vector, products);
        for (var row = 0; row < count; row++)
        {
            var expected = Enumerable.Range(0, dimension).Sum(place => (double)rows[(row * dimension) + place] * vector[place]);
            Assert.Equal(expected, products[row], 1e-5);
        }
    }
}
