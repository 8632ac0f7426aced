using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Sums over chosen rows of a row-major matrix by what each row is along a vector: the pass that <see cref="ConjugateGradient"/>
/// makes over a row's ratings.
/// </summary>
internal static class Projections
{
    private const int Together = 4;

    /// <summary>
    /// <c>sum += Σ w_i y_i (target − y_i · vector)</c>, four rows at a time: their products with the vector do not wait for one
    /// another, and the sum is read and written once for all of them.
    /// </summary>
    /// <param name="rows">Row-major, any number of rows as long as the vector.</param>
    /// <param name="indices">The rows that are added.</param>
    /// <param name="weights">Their weights w.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="target">What the products are subtracted from.</param>
    /// <param name="sum">What is added to; as long as the vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row lies outside the matrix.</exception>
    public static void Add(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector,
        float target, Span<float> sum)
    {
        var dimension = vector.Length;
        var place = 0;
        if (dimension % Vector<float>.Count == 0)
        {
            for (; place + Together <= indices.Length; place += Together)
                AddFour(rows, indices.Slice(place, Together), weights.Slice(place, Together), vector, target, sum);
        }

        for (; place < indices.Length; place++)
            AddOne(rows.Slice(indices[place] * dimension, dimension), weights[place], vector, target, sum);
    }

    private static void AddOne(ReadOnlySpan<float> row, float weight, ReadOnlySpan<float> vector, float target, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(row, weight * (target - TensorPrimitives.Dot(row, vector)), sum, sum);

    // Spans would be checked for every load: only that the rows lie in the matrix and the sum is long enough needs to be.
    private static void AddFour(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector,
        float target, Span<float> sum)
    {
        var dimension = vector.Length;
        ref var first = ref Row(rows, indices[0], dimension);
        ref var second = ref Row(rows, indices[1], dimension);
        ref var third = ref Row(rows, indices[2], dimension);
        ref var fourth = ref Row(rows, indices[3], dimension);
        ref var along = ref MemoryMarshal.GetReference(vector);
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        for (nuint start = 0; start < (nuint)dimension; start += (nuint)Vector<float>.Count)
        {
            var by = Vector.LoadUnsafe(ref along, start);
            a = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref first, start), by, a);
            b = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref second, start), by, b);
            c = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref third, start), by, c);
            d = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref fourth, start), by, d);
        }

        a = new Vector<float>(weights[0] * (target - Vector.Sum(a)));
        b = new Vector<float>(weights[1] * (target - Vector.Sum(b)));
        c = new Vector<float>(weights[2] * (target - Vector.Sum(c)));
        d = new Vector<float>(weights[3] * (target - Vector.Sum(d)));
        ref var total = ref MemoryMarshal.GetReference(sum[..dimension]);
        for (nuint start = 0; start < (nuint)dimension; start += (nuint)Vector<float>.Count)
        {
            var added = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref first, start), a, Vector.LoadUnsafe(ref total, start));
            added = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref second, start), b, added);
            added = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref third, start), c, added);
            added = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref fourth, start), d, added);
            added.StoreUnsafe(ref total, start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Row(ReadOnlySpan<float> rows, int index, int dimension) =>
        ref MemoryMarshal.GetReference(rows.Slice(index * dimension, dimension));
}
