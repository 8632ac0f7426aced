using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Multiplies <see cref="FactorTiles"/> with a vector of numbers of sixteen bits. Whole numbers: every way to add gives the same
/// sums.
/// </summary>
internal static class FactorTileKernel
{
    /// <summary>The product of each movie: a sum of whole numbers, times the movie's scale, times the vector's.</summary>
    /// <param name="tiles">The tiles' numbers, counted from <see cref="FactorTiles.Zero"/>.</param>
    /// <param name="scales">By movie.</param>
    /// <param name="vector">
    /// Numbers, whole <see cref="FactorTiles.Together"/>s of them, no larger than <see cref="FactorTiles.LargestOf"/> allows.
    /// </param>
    /// <param name="scale">The vector's.</param>
    /// <param name="products">Receives the products; whole tiles of them.</param>
    public static void Multiply(
        ReadOnlySpan<byte> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<short> vector, float scale, Span<float> products)
    {
        if (AvxVnni.IsSupported)
            MultiplyDigits(tiles, scales, vector, scale, products);
        else if (Avx2.IsSupported)
            MultiplyWords(tiles, scales, vector, scale, products);
        else
            MultiplyPlainly(tiles, scales, vector, scale, products);
    }

    /// <summary>The plain reference of <see cref="Multiply"/>.</summary>
    internal static void MultiplyPlainly(
        ReadOnlySpan<byte> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<short> vector, float scale, Span<float> products)
    {
        for (var item = 0; item < products.Length; item++)
        {
            var sum = 0;
            for (var d = 0; d < vector.Length; d++)
                sum += (tiles[FactorTiles.PlaceOf(item, d, vector.Length)] - FactorTiles.Zero) * vector[d];
            products[item] = sum * scales[item] * scale;
        }
    }

    // The vector's numbers as two signed digits of eight bits: an instruction multiplies and adds four of them for eight movies.
    private static void MultiplyDigits(
        ReadOnlySpan<byte> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<short> vector, float scale, Span<float> products)
    {
        Span<sbyte> upper = stackalloc sbyte[vector.Length];
        Span<sbyte> lower = stackalloc sbyte[vector.Length];
        for (var d = 0; d < vector.Length; d++)
        {
            lower[d] = (sbyte)vector[d];
            upper[d] = (sbyte)((vector[d] - lower[d]) >> 8);
        }

        var uppers = MemoryMarshal.Cast<sbyte, int>(upper);
        var lowers = MemoryMarshal.Cast<sbyte, int>(lower)[..uppers.Length];
        var numbers = MemoryMarshal.Cast<byte, Vector256<byte>>(tiles);
        var steps = MemoryMarshal.Cast<float, Vector256<float>>(scales);
        var results = MemoryMarshal.Cast<float, Vector256<float>>(products);
        var zeros = Zeros(vector);
        for (var result = 0; result + 1 < results.Length; result += 2)
        {
            var tile = numbers[..(2 * uppers.Length)];
            numbers = numbers[tile.Length..];
            var (a, b, lowerA, lowerB) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (var group = 0; group < uppers.Length; group++)
            {
                var by = Vector256.Create(uppers[group]).AsSByte();
                var lowerBy = Vector256.Create(lowers[group]).AsSByte();
                a = AvxVnni.MultiplyWideningAndAdd(a, tile[2 * group], by);
                b = AvxVnni.MultiplyWideningAndAdd(b, tile[(2 * group) + 1], by);
                lowerA = AvxVnni.MultiplyWideningAndAdd(lowerA, tile[2 * group], lowerBy);
                lowerB = AvxVnni.MultiplyWideningAndAdd(lowerB, tile[(2 * group) + 1], lowerBy);
            }

            results[result] = Vector256.ConvertToSingle((a << 8) + lowerA - zeros) * steps[result] * scale;
            results[result + 1] = Vector256.ConvertToSingle((b << 8) + lowerB - zeros) * steps[result + 1] * scale;
        }
    }

    // Four movies a vector, with two sums each.
    private static void MultiplyWords(
        ReadOnlySpan<byte> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<short> vector, float scale, Span<float> products)
    {
        var words = MemoryMarshal.Cast<short, long>(vector);
        var numbers = MemoryMarshal.Cast<byte, Vector128<byte>>(tiles);
        var steps = MemoryMarshal.Cast<float, Vector256<float>>(scales);
        var results = MemoryMarshal.Cast<float, Vector256<float>>(products);
        var zeros = Zeros(vector);
        for (var result = 0; result + 1 < results.Length; result += 2)
        {
            var tile = numbers[..(4 * words.Length)];
            numbers = numbers[tile.Length..];
            var (a, b, c, d) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (var group = 0; group < words.Length; group++)
            {
                var by = Vector256.Create(words[group]).AsInt16();
                a += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(tile[4 * group]), by);
                b += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(tile[(4 * group) + 1]), by);
                c += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(tile[(4 * group) + 2]), by);
                d += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(tile[(4 * group) + 3]), by);
            }

            results[result] = Vector256.ConvertToSingle(Join(a, b) - zeros) * steps[result] * scale;
            results[result + 1] = Vector256.ConvertToSingle(Join(c, d) - zeros) * steps[result + 1] * scale;
        }
    }

    // The sums of neighbours; the instruction takes both halves' turn about.
    private static Vector256<int> Join(Vector256<int> left, Vector256<int> right) =>
        Avx2.Permute4x64(Avx2.HorizontalAdd(left, right).AsInt64(), 0b11_01_10_00).AsInt32();

    // What the numbers' zero adds to every sum.
    private static Vector256<int> Zeros(ReadOnlySpan<short> vector)
    {
        var sum = 0;
        foreach (var number in vector)
            sum += number;
        return Vector256.Create(FactorTiles.Zero * sum);
    }
}
