using Recofilm.Core.Collaborative;

namespace Recofilm.Core.Tests.Collaborative;

/// <summary>Both solvers against plain Gaussian elimination in double precision.</summary>
public class LinearSolverTests
{
    private const double Tolerance = 2e-4;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(100)]
    public void Cholesky_solves_what_elimination_solves(int size)
    {
        var random = new Random(size);
        var (matrix, vector) = (RandomSystem(random, size), RandomVector(random, size));
        var expected = Eliminate(matrix, vector, size);
        PositiveDefiniteSystem.Factor(matrix, size);
        PositiveDefiniteSystem.Solve(matrix, size, vector);
        for (var row = 0; row < size; row++)
            Assert.Equal(expected[row], vector[row], Tolerance);
    }

    [Fact]
    public void Conjugate_gradients_reach_the_solution_of_the_summed_system()
    {
        const int size = 8;
        var random = new Random(3);
        var rows = RandomVector(random, 12 * size);
        int[] rated = [1, 4, 5, 11];
        float[] weights = [1f, 0.4f, 0.1f, 1f];
        var gram = FactorKernels.Gram(rows, size);
        var system = gram.ToArray();
        var right = new float[size];
        for (var place = 0; place < rated.Length; place++)
        {
            var row = rows.AsSpan(rated[place] * size, size);
            for (var i = 0; i < size; i++)
            {
                right[i] += weights[place] * row[i];
                for (var j = 0; j < size; j++)
                    system[(i * size) + j] += weights[place] * row[i] * row[j];
            }
        }

        for (var i = 0; i < size; i++)
            system[(i * size) + i] += 0.5f;
        var expected = Eliminate(system, right, size);
        var solution = new float[size];
        new ConjugateGradient(size).Solve(gram, 0.5f, rows, rated, weights, solution, steps: 2 * size);
        for (var i = 0; i < size; i++)
            Assert.Equal(expected[i], solution[i], Tolerance);
    }

    private static float[] RandomVector(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];

    private static float[] RandomSystem(Random random, int size)
    {
        var matrix = FactorKernels.Gram(RandomVector(random, (size + 5) * size), size);
        for (var row = 0; row < size; row++)
            matrix[(row * size) + row] += 0.5f;
        return matrix;
    }

    private static double[] Eliminate(float[] matrix, float[] vector, int size)
    {
        var a = matrix.Select(value => (double)value).ToArray();
        var b = vector.Select(value => (double)value).ToArray();
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = a[(row * size) + pivot] / a[(pivot * size) + pivot];
                for (var column = pivot; column < size; column++)
                    a[(row * size) + column] -= factor * a[(pivot * size) + column];
                b[row] -= factor * b[pivot];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
                b[row] -= a[(row * size) + column] * b[column];
            b[row] /= a[(row * size) + row];
        }

        return b;
    }
}
