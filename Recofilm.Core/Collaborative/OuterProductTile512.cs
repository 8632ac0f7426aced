using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Collaborative;

/// <summary>A tile of <see cref="OuterProductTiles"/> where there are thirty-two registers of sixteen lanes.</summary>
internal static class OuterProductTile512
{
    /// <summary>Lines of a tile.</summary>
    public const int Lines = 8;

    /// <summary>Columns of a tile: two vectors.</summary>
    public const int Columns = 32;

    /// <summary>Adds to a tile: spans would be checked for every sum, so the caller's loops end where the matrix does.</summary>
    /// <param name="rows">The rows from the tile's first column on.</param>
    /// <param name="weighted">Their multiples from the tile's first line on.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="tile">The matrix from the tile's first element on.</param>
    /// <param name="dimension">Values a row, of rows and of the matrix.</param>
    public static void Add(ReadOnlySpan<float> rows, ReadOnlySpan<float> weighted, int count, Span<float> tile, int dimension)
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
            (a0, b0) = (Vector512.FusedMultiplyAdd(left, by, a0), Vector512.FusedMultiplyAdd(right, by, b0));
            by = Vector512.Create(Unsafe.Add(ref factor, 1));
            (a1, b1) = (Vector512.FusedMultiplyAdd(left, by, a1), Vector512.FusedMultiplyAdd(right, by, b1));
            by = Vector512.Create(Unsafe.Add(ref factor, 2));
            (a2, b2) = (Vector512.FusedMultiplyAdd(left, by, a2), Vector512.FusedMultiplyAdd(right, by, b2));
            by = Vector512.Create(Unsafe.Add(ref factor, 3));
            (a3, b3) = (Vector512.FusedMultiplyAdd(left, by, a3), Vector512.FusedMultiplyAdd(right, by, b3));
            by = Vector512.Create(Unsafe.Add(ref factor, 4));
            (a4, b4) = (Vector512.FusedMultiplyAdd(left, by, a4), Vector512.FusedMultiplyAdd(right, by, b4));
            by = Vector512.Create(Unsafe.Add(ref factor, 5));
            (a5, b5) = (Vector512.FusedMultiplyAdd(left, by, a5), Vector512.FusedMultiplyAdd(right, by, b5));
            by = Vector512.Create(Unsafe.Add(ref factor, 6));
            (a6, b6) = (Vector512.FusedMultiplyAdd(left, by, a6), Vector512.FusedMultiplyAdd(right, by, b6));
            by = Vector512.Create(Unsafe.Add(ref factor, 7));
            (a7, b7) = (Vector512.FusedMultiplyAdd(left, by, a7), Vector512.FusedMultiplyAdd(right, by, b7));
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
