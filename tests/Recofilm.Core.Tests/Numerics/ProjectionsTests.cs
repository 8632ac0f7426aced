using Recofilm.Core.Numerics;

namespace Recofilm.Core.Tests.Numerics;

public class ProjectionsTests
{
    [Theory]
    [InlineData(64, 11)]
    [InlineData(24, 4)]
    [InlineData(24, 3)]
    [InlineData(10, 9)]
    [InlineData(64, 0)]
    public void What_chosen_rows_are_along_a_vector_is_added(int dimension, int count)
    {
        var random = new Random(dimension + count);
        float[] rows = Values(random, 20 * dimension), vector = Values(random, dimension), sum = Values(random, dimension);
        int[] indices = [.. Enumerable.Range(0, 20).OrderBy(_ => random.Next()).Take(count)];
        float[] weights = [.. indices.Select(_ => random.NextSingle())];
        double[] expected = [.. sum];
        foreach (var (index, weight) in indices.Zip(weights))
        {
            var row = rows[(index * dimension)..((index + 1) * dimension)];
            var rest = 0.7 - row.Zip(vector).Sum(pair => (double)pair.First * pair.Second);
            for (var place = 0; place < dimension; place++)
                expected[place] += weight * row[place] * rest;
        }

        Projections.Add(rows, indices, weights, vector, 0.7f, sum);

        for (var place = 0; place < dimension; place++)
            Assert.Equal(expected[place], sum[place], 1e-5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(20)]
    public void A_row_outside_the_matrix_is_refused(int index)
    {
        var (rows, vector) = (new float[20 * 8], new float[8]);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Projections.Add(rows, [0, 1, index, 2], [1f, 1f, 1f, 1f], vector, 1f, new float[8]));
    }

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
