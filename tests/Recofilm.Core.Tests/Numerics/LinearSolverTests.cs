using Recofilm.Core.Numerics;

namespace Recofilm.Core.Tests.Numerics;

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
        var (doubles, right) = (Array.ConvertAll(matrix, Convert.ToDouble), Array.ConvertAll(vector, Convert.ToDouble));
        Cholesky.Factor<float>(matrix, size);
        Cholesky.Solve<float>(matrix, size, vector);
        Cholesky.Factor<double>(doubles, size);
        Cholesky.Solve<double>(doubles, size, right);
        for (var row = 0; row < size; row++)
        {
            Assert.Equal(expected[row], vector[row], Tolerance);
            Assert.Equal(expected[row], right[row], 1e-10);
        }
    }

    [Fact]
    public void A_small_matrix_is_factored_and_inverted_as_by_hand()
    {
        // [4 2; 2 3] = Uᵀ U with U = [2 1; 0 √2]; its inverse is [3 −2; −2 4] / 8.
        double[] factor = [4, 2, 2, 3];
        Cholesky.Factor<double>(factor, 2);
        Assert.Equal(1 / 2.0, factor[0], 1e-12);
        Assert.Equal(1, factor[1], 1e-12);
        Assert.Equal(1 / Math.Sqrt(2), factor[3], 1e-12);

        double[] expected = [3 / 8.0, -2 / 8.0, -2 / 8.0, 4 / 8.0];
        var inverse = Cholesky.Inverse<double>([4, 2, 2, 3], 2);
        for (var entry = 0; entry < 4; entry++)
            Assert.Equal(expected[entry], inverse[entry], 1e-12);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused_unless_small_pivots_are_replaced()
    {
        var error = Assert.Throws<ArithmeticException>(() => Cholesky.Factor<double>(new double[] { 1, 2, 2, 1 }, 2));
        Assert.Equal("The matrix is not positive definite at row 1.", error.Message);

        float[] factor = [1, 2, 2, 1];
        Cholesky.Factor(factor, 2, 0.25f);
        Assert.Equal(1 / MathF.Sqrt(0.25f), factor[3]);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(150)]
    public void A_matrix_times_its_inverse_is_one(int size)
    {
        var matrix = Array.ConvertAll(RandomSystem(new Random(5), size), Convert.ToDouble);

        var inverse = Cholesky.Inverse<double>(matrix, size);

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                Assert.Equal(
                    i == j ? 1 : 0,
                    Enumerable.Range(0, size).Sum(k => matrix[(i * size) + k] * inverse[(k * size) + j]), 1e-9);
            }
        }
    }

    [Fact]
    public void Several_right_hand_sides_have_the_solutions_that_each_has_alone()
    {
        const int Size = 19, Count = 5;
        var random = new Random(8);
        var matrix = RandomSystem(random, Size);
        var columns = RandomVector(random, Size * Count);
        float[][] alone = [.. Enumerable.Range(0, Count).Select(side =>
            Enumerable.Range(0, Size).Select(row => columns[(row * Count) + side]).ToArray())];
        Cholesky.Factor<float>(matrix, Size);

        Cholesky.Solve<float>(matrix, Size, columns, Count);

        for (var side = 0; side < Count; side++)
        {
            Cholesky.Solve<float>(matrix, Size, alone[side]);
            for (var row = 0; row < Size; row++)
                Assert.Equal(alone[side][row], columns[(row * Count) + side], 1e-5f);
        }
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
