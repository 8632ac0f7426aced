using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Sums of weighted outer products where vectors have sixteen lanes: a tile of eight lines and thirty-two columns of the
/// matrix stays in registers while rows are added to it, which leaves one load to four multiplications.
/// </summary>
internal static class OuterProductTiles
{
    private const int Lines = 8;

    // As many rows as stay in the nearest cache, with their multiples, while all tiles read them.
    private const int RowsTogether = 32;

    private static readonly int _columns = 2 * Vector512<float>.Count;

    /// <summary>Whether rows of so many values can be added here.</summary>
    public static bool Fit(int dimension) => Vector512.IsHardwareAccelerated && dimension % _columns == 0;

    /// <summary>Adds <c>Σ w_i y_i y_iᵀ</c> to the lower triangle, and part of what is above it.</summary>
    public static void Add(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, Span<float> matrix, int dimension)
    {
        Span<float> chosen = stackalloc float[RowsTogether * dimension];
        Span<float> weighted = stackalloc float[RowsTogether * dimension];
        for (var start = 0; start < indices.Length; start += RowsTogether)
        {
            var count = Math.Min(RowsTogether, indices.Length - start);
            for (var place = 0; place < count; place++)
            {
                var row = rows.Slice(indices[start + place] * dimension, dimension);
                row.CopyTo(chosen[(place * dimension)..]);
                TensorPrimitives.Multiply(row, weights[start + place], weighted.Slice(place * dimension, dimension));
            }

            for (var line = 0; line < dimension; line += Lines)
            {
                for (var column = 0; column < line + Lines; column += _columns)
                    AddTile(chosen[column..], weighted[line..], count, matrix[((line * dimension) + column)..], dimension);
            }
        }
    }

    // Spans would be checked for every one of the sixteen sums: the caller's loops end where the matrix does.
    private static void AddTile(ReadOnlySpan<float> rows, ReadOnlySpan<float> weighted, int count, Span<float> tile, int dimension)
    {
        ref var sums = ref MemoryMarshal.GetReference(tile);
        ref var row = ref MemoryMarshal.GetReference(rows);
        ref var factors = ref MemoryMarshal.GetReference(weighted);
        var (a0, b0) = Load(ref sums, 0, dimension);
        var (a1, b1) = Load(ref sums, 1, dimension);
        var (a2, b2) = Load(ref sums, 2, dimension);
        var (a3, b3) = Load(ref sums, 3, dimension);
        var (a4, b4) = Load(ref sums, 4, dimension);
        var (a5, b5) = Load(ref sums, 5, dimension);
        var (a6, b6) = Load(ref sums, 6, dimension);
        var (a7, b7) = Load(ref sums, 7, dimension);
        for (var place = 0; place < count; place++)
        {
            var (left, right) = Load(ref row, place, dimension);
            ref var factor = ref Unsafe.Add(ref factors, place * dimension);
            var by = Vector512.Create(factor);
            (a0, b0) = ((left * by) + a0, (right * by) + b0);
            by = Vector512.Create(Unsafe.Add(ref factor, 1));
            (a1, b1) = ((left * by) + a1, (right * by) + b1);
            by = Vector512.Create(Unsafe.Add(ref factor, 2));
            (a2, b2) = ((left * by) + a2, (right * by) + b2);
            by = Vector512.Create(Unsafe.Add(ref factor, 3));
            (a3, b3) = ((left * by) + a3, (right * by) + b3);
            by = Vector512.Create(Unsafe.Add(ref factor, 4));
            (a4, b4) = ((left * by) + a4, (right * by) + b4);
            by = Vector512.Create(Unsafe.Add(ref factor, 5));
            (a5, b5) = ((left * by) + a5, (right * by) + b5);
            by = Vector512.Create(Unsafe.Add(ref factor, 6));
            (a6, b6) = ((left * by) + a6, (right * by) + b6);
            by = Vector512.Create(Unsafe.Add(ref factor, 7));
            (a7, b7) = ((left * by) + a7, (right * by) + b7);
        }

        Store(a0, b0, ref sums, 0, dimension);
        Store(a1, b1, ref sums, 1, dimension);
        Store(a2, b2, ref sums, 2, dimension);
        Store(a3, b3, ref sums, 3, dimension);
        Store(a4, b4, ref sums, 4, dimension);
        Store(a5, b5, ref sums, 5, dimension);
        Store(a6, b6, ref sums, 6, dimension);
        Store(a7, b7, ref sums, 7, dimension);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Left, Vector512<float> Right) Load(ref float start, int line, int dimension)
    {
        ref var first = ref Unsafe.Add(ref start, line * dimension);
        return (Vector512.LoadUnsafe(ref first), Vector512.LoadUnsafe(ref first, (nuint)Vector512<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, ref float start, int line, int dimension)
    {
        ref var first = ref Unsafe.Add(ref start, line * dimension);
        left.StoreUnsafe(ref first);
        right.StoreUnsafe(ref first, (nuint)Vector512<float>.Count);
    }
}
