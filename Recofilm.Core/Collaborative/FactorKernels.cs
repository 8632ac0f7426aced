using System.Numerics.Tensors;

namespace Recofilm.Core.Collaborative;

/// <summary>The dense inner loops of the factor model, over row-major matrices.</summary>
internal static class FactorKernels
{
    /// <summary><c>YᵀY</c>, both triangles filled.</summary>
    /// <param name="rows">Row-major, any number of rows of <paramref name="dimension"/>.</param>
    /// <param name="dimension">Values a row.</param>
    public static float[] Gram(ReadOnlySpan<float> rows, int dimension)
    {
        var gram = new float[dimension * dimension];
        for (var start = 0; start < rows.Length; start += dimension)
            AddOuterProduct(rows.Slice(start, dimension), 1f, gram, dimension);
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < row; column++)
                gram[(column * dimension) + row] = gram[(row * dimension) + column];
        }

        return gram;
    }

    /// <summary>Adds <c>Σ w_i y_i y_iᵀ</c> to the lower triangle of <paramref name="matrix"/>.</summary>
    public static void AddOuterProducts(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, Span<float> matrix, int dimension)
    {
        for (var place = 0; place < indices.Length; place++)
            AddOuterProduct(rows.Slice(indices[place] * dimension, dimension), weights[place], matrix, dimension);
    }

    /// <summary><c>products_i = y_i · vector</c> for every row.</summary>
    public static void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        var dimension = vector.Length;
        for (var row = 0; row < rows.Length / dimension; row++)
            products[row] = TensorPrimitives.Dot(rows.Slice(row * dimension, dimension), vector);
    }

    /// <summary><c>sum += Σ w_i y_i (target − y_i · vector)</c> over the chosen rows.</summary>
    public static void AddProjections(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector,
        float target, Span<float> sum)
    {
        var dimension = vector.Length;
        for (var place = 0; place < indices.Length; place++)
        {
            var row = rows.Slice(indices[place] * dimension, dimension);
            TensorPrimitives.MultiplyAdd(row, weights[place] * (target - TensorPrimitives.Dot(row, vector)), sum, sum);
        }
    }

    private static void AddOuterProduct(ReadOnlySpan<float> row, float weight, Span<float> matrix, int dimension)
    {
        for (var line = 0; line < dimension; line++)
        {
            var target = matrix.Slice(line * dimension, line + 1);
            TensorPrimitives.MultiplyAdd(row[..(line + 1)], weight * row[line], target, target);
        }
    }
}
