using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Numerics;

/// <summary>The dense inner loops of the factor model, over row-major matrices.</summary>
internal static class FactorKernels
{
    /// <summary>Computes <c>YᵀY</c>, both triangles filled.</summary>
    /// <param name="rows">Row-major, any number of rows of <paramref name="dimension"/>.</param>
    /// <param name="dimension">The length of a row.</param>
    public static float[] Gram(ReadOnlySpan<float> rows, int dimension)
    {
        var gram = new float[dimension * dimension];
        int[] all = [.. Enumerable.Range(0, rows.Length / dimension)];
        var ones = new float[all.Length];
        Array.Fill(ones, 1f);
        AddOuterProducts(rows, all, ones, gram, dimension);
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < row; column++)
                gram[(row * dimension) + column] = gram[(column * dimension) + row];
        }

        return gram;
    }

    /// <summary>
    /// Adds <c>Σ w_i y_i y_iᵀ</c> to the upper triangle of <paramref name="matrix"/>; entries below it may change too. The terms
    /// of an element are added one by one in the order of the rows, so every implementation gives the same bits.
    /// </summary>
    public static void AddOuterProducts(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, Span<float> matrix, int dimension)
    {
        if (OuterProductTiles.Fit(dimension))
        {
            OuterProductTiles.Add(rows, indices, weights, matrix, dimension);
            return;
        }

        for (var place = 0; place < indices.Length; place++)
            AddOuterProduct(rows.Slice(indices[place] * dimension, dimension), weights[place], matrix, dimension);
    }

    /// <summary>Computes <c>sum = Σ w_i y_i</c>, in the order of the rows.</summary>
    public static void SumMultiples(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, Span<float> sum)
    {
        var dimension = sum.Length;
        var start = 0;
        for (; start + (4 * Vector<float>.Count) <= dimension; start += 4 * Vector<float>.Count)
        {
            // Four vectors of the sum stay in registers during the pass over the rows.
            var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            for (var place = 0; place < indices.Length; place++)
            {
                var row = MemoryMarshal.Cast<float, Vector<float>>(
                    rows.Slice((indices[place] * dimension) + start, 4 * Vector<float>.Count));
                var weight = new Vector<float>(weights[place]);
                a = Vector.FusedMultiplyAdd(row[0], weight, a);
                b = Vector.FusedMultiplyAdd(row[1], weight, b);
                c = Vector.FusedMultiplyAdd(row[2], weight, c);
                d = Vector.FusedMultiplyAdd(row[3], weight, d);
            }

            var target = MemoryMarshal.Cast<float, Vector<float>>(sum.Slice(start, 4 * Vector<float>.Count));
            (target[0], target[1], target[2], target[3]) = (a, b, c, d);
        }

        for (; start + Vector<float>.Count <= dimension; start += Vector<float>.Count)
        {
            var a = Vector<float>.Zero;
            for (var place = 0; place < indices.Length; place++)
            {
                a = Vector.FusedMultiplyAdd(
                    new Vector<float>(rows[((indices[place] * dimension) + start)..]), new Vector<float>(weights[place]), a);
            }

            a.CopyTo(sum[start..]);
        }

        for (; start < dimension; start++)
        {
            var a = 0f;
            for (var place = 0; place < indices.Length; place++)
                a = MathF.FusedMultiplyAdd(rows[(indices[place] * dimension) + start], weights[place], a);
            sum[start] = a;
        }
    }

    /// <summary>Computes <c>products_i = y_i · vector</c> for every row, four rows at a time.</summary>
    public static void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        const int UnrollFactor = 4;
        var dimension = vector.Length;
        var count = rows.Length / dimension;
        var row = 0;
        if (dimension % Vector<float>.Count == 0)
        {
            for (; row + UnrollFactor <= count; row += UnrollFactor)
                MultiplyFour(rows.Slice(row * dimension, UnrollFactor * dimension), vector, products.Slice(row, UnrollFactor));
        }

        for (; row < count; row++)
            products[row] = TensorPrimitives.Dot(rows.Slice(row * dimension, dimension), vector);
    }

    /// <summary>Computes the products of two rows with a vector in one pass over the vector.</summary>
    /// <param name="rows">Row-major, two rows as long as the vector.</param>
    /// <param name="vector">The vector that both rows are multiplied with.</param>
    public static (float First, float Second) MultiplyTwo(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector)
    {
        var dimension = vector.Length;
        var first = rows[..dimension];
        var second = rows.Slice(dimension, dimension);
        var (a, b) = (Vector<float>.Zero, Vector<float>.Zero);
        var whole = dimension / Vector<float>.Count * Vector<float>.Count;
        for (var start = 0; start < whole; start += Vector<float>.Count)
        {
            var values = new Vector<float>(vector[start..]);
            a = Vector.FusedMultiplyAdd(new Vector<float>(first[start..]), values, a);
            b = Vector.FusedMultiplyAdd(new Vector<float>(second[start..]), values, b);
        }

        var (x, y) = (Vector.Sum(a), Vector.Sum(b));
        for (; whole < dimension; whole++)
        {
            x += first[whole] * vector[whole];
            y += second[whole] * vector[whole];
        }

        return (x, y);
    }

    private static void MultiplyFour(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        var factors = MemoryMarshal.Cast<float, Vector<float>>(vector);
        var all = MemoryMarshal.Cast<float, Vector<float>>(rows);
        var first = all[..factors.Length];
        var second = all.Slice(factors.Length, factors.Length);
        var third = all.Slice(2 * factors.Length, factors.Length);
        var fourth = all.Slice(3 * factors.Length, factors.Length);
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (var block = 0; block < factors.Length; block++)
        {
            a = Vector.FusedMultiplyAdd(first[block], factors[block], a);
            b = Vector.FusedMultiplyAdd(second[block], factors[block], b);
            c = Vector.FusedMultiplyAdd(third[block], factors[block], c);
            d = Vector.FusedMultiplyAdd(fourth[block], factors[block], d);
        }

        products[3] = Vector.Sum(d);
        products[2] = Vector.Sum(c);
        products[1] = Vector.Sum(b);
        products[0] = Vector.Sum(a);
    }

    private static void AddOuterProduct(ReadOnlySpan<float> row, float weight, Span<float> matrix, int dimension)
    {
        for (var line = 0; line < dimension; line++)
        {
            var target = matrix.Slice((line * dimension) + line, dimension - line);
            TensorPrimitives.FusedMultiplyAdd(row[line..], weight * row[line], target, target);
        }
    }
}
