using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Numerics;

/// <summary>
/// A tile of <see cref="OuterProductTiles"/> in sixteen registers of eight lanes. Wider registers do not measurably shorten
/// the time of a list.
/// </summary>
internal static class OuterProductTile256
{
    /// <summary>The number of lines of a tile.</summary>
    public const int Lines = 4;

    /// <summary>The number of columns of a tile: two vectors.</summary>
    public const int Columns = 16;

    /// <summary>
    /// Adds weighted rows to a tile. Bounds are asserted rather than checked for every sum; the caller's loops stay inside the
    /// matrix.
    /// </summary>
    /// <param name="rows">The rows from the tile's first column on.</param>
    /// <param name="weighted">Their multiples from the tile's first line on.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="tile">The matrix from the tile's first element on.</param>
    /// <param name="dimension">The length of a row, in the rows and in the matrix.</param>
    public static void Add(ReadOnlySpan<float> rows, ReadOnlySpan<float> weighted, int count, Span<float> tile, int dimension)
    {
        Debug.Assert(count >= 1);
        Debug.Assert(tile.Length >= ((Lines - 1) * dimension) + Columns, "The tile lies within the matrix.");
        Debug.Assert(rows.Length >= ((count - 1) * dimension) + Columns, "Every row has all columns of the tile.");
        Debug.Assert(weighted.Length >= ((count - 1) * dimension) + Lines, "Every row has all lines of the tile.");
        ref var sums = ref MemoryMarshal.GetReference(tile);
        ref var row = ref MemoryMarshal.GetReference(rows);
        ref var factors = ref MemoryMarshal.GetReference(weighted);
        var (a0, b0) = Load(ref sums, 0, dimension);
        var (a1, b1) = Load(ref sums, 1, dimension);
        var (a2, b2) = Load(ref sums, 2, dimension);
        var (a3, b3) = Load(ref sums, 3, dimension);
        for (var place = 0; place < count; place++)
        {
            var (left, right) = Load(ref row, place, dimension);
            ref var factor = ref Unsafe.Add(ref factors, place * dimension);
            var by = Vector256.Create(factor);
            (a0, b0) = (Vector256.FusedMultiplyAdd(left, by, a0), Vector256.FusedMultiplyAdd(right, by, b0));
            by = Vector256.Create(Unsafe.Add(ref factor, 1));
            (a1, b1) = (Vector256.FusedMultiplyAdd(left, by, a1), Vector256.FusedMultiplyAdd(right, by, b1));
            by = Vector256.Create(Unsafe.Add(ref factor, 2));
            (a2, b2) = (Vector256.FusedMultiplyAdd(left, by, a2), Vector256.FusedMultiplyAdd(right, by, b2));
            by = Vector256.Create(Unsafe.Add(ref factor, 3));
            (a3, b3) = (Vector256.FusedMultiplyAdd(left, by, a3), Vector256.FusedMultiplyAdd(right, by, b3));
        }

        Store(a0, b0, ref sums, 0, dimension);
        Store(a1, b1, ref sums, 1, dimension);
        Store(a2, b2, ref sums, 2, dimension);
        Store(a3, b3, ref sums, 3, dimension);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Left, Vector256<float> Right) Load(ref float start, int line, int dimension)
    {
        ref var first = ref Unsafe.Add(ref start, line * dimension);
        return (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, (nuint)Vector256<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> left, Vector256<float> right, ref float start, int line, int dimension)
    {
        ref var first = ref Unsafe.Add(ref start, line * dimension);
        left.StoreUnsafe(ref first);
        right.StoreUnsafe(ref first, (nuint)Vector256<float>.Count);
    }
}
