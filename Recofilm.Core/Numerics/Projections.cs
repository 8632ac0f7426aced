using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Numerics;

/// <summary>
/// Sums chosen rows of a row-major matrix, each weighted by its product with a vector: the pass that
/// <see cref="ConjugateGradient"/> makes over the ratings of a user or item.
/// </summary>
internal static class Projections
{
    private const int UnrollFactor = 4;

    /// <summary>
    /// Adds <c>Σ w_i y_i (target − y_i · vector)</c> to the sum, four rows at a time: their products with the vector are
    /// independent of one another, and the sum is read and written once for all four.
    /// </summary>
    /// <param name="rows">Row-major, any number of rows as long as the vector.</param>
    /// <param name="indices">The rows that are added.</param>
    /// <param name="weights">Their weights w.</param>
    /// <param name="vector">The vector that the rows are multiplied with.</param>
    /// <param name="target">The value that the products are subtracted from.</param>
    /// <param name="sum">Receives the sum, added to its content; as long as the vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row lies outside the matrix.</exception>
    public static void Add(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector,
        float target, Span<float> sum)
    {
        var dimension = vector.Length;
        var place = 0;
        if (dimension % Vector<float>.Count == 0)
        {
            for (; place + UnrollFactor <= indices.Length; place += UnrollFactor)
                AddFour(rows, indices.Slice(place, UnrollFactor), weights.Slice(place, UnrollFactor), vector, target, sum);
        }

        for (; place < indices.Length; place++)
            AddOne(rows.Slice(indices[place] * dimension, dimension), weights[place], vector, target, sum);
    }

    private static void AddOne(
        ReadOnlySpan<float> row, float weight, ReadOnlySpan<float> vector, float target, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(row, weight * (target - TensorPrimitives.Dot(row, vector)), sum, sum);

    // References replace spans, which would check every load; checking the rows and the length of the sum once is enough.
    private static void AddFour(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector,
        float target, Span<float> sum)
    {
        var dimension = vector.Length;
        Debug.Assert(dimension % Vector<float>.Count == 0, "Whole vectors reach the end of a row and no further.");
        Debug.Assert(indices.Length == UnrollFactor && weights.Length == UnrollFactor && sum.Length >= dimension);
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
