using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Recofilm.Core.Ranking.ImplicitAls;

/// <summary>
/// Multiplies <see cref="ImplicitAlsTiles"/> with a vector of 16-bit integers. Integer sums are exact, so every implementation
/// gives the same result.
/// </summary>
internal static class ImplicitAlsTileKernel
{
    /// <summary>Computes each movie's product: a sum of integers, times the movie's scale, times the vector's scale.</summary>
    /// <param name="tiles">The tiles' numbers, counted from <see cref="ImplicitAlsTiles.Zero"/>.</param>
    /// <param name="scales">The scale of each movie.</param>
    /// <param name="vector">
    /// The vector; its length is a multiple of <see cref="ImplicitAlsTiles.UnrollFactor"/>, and no number is larger than
    /// <see cref="ImplicitAlsTiles.LargestOf"/> allows.
    /// </param>
    /// <param name="scale">The vector's scale.</param>
    /// <param name="products">Receives the products of whole tiles.</param>
    public static void Multiply(
        ReadOnlySpan<byte> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<short> vector, float scale, Span<float> products)
    {
        if (AvxVnni.IsSupported)
            MultiplyAvxVnni(tiles, scales, vector, scale, products);
        else if (Avx2.IsSupported)
            MultiplyAvx2(tiles, scales, vector, scale, products);
        else
            MultiplyScalar(tiles, scales, vector, scale, products);
    }

    /// <summary>The plain reference of <see cref="Multiply"/>.</summary>
    internal static void MultiplyScalar(
        ReadOnlySpan<byte> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<short> vector, float scale, Span<float> products)
    {
        for (var item = 0; item < products.Length; item++)
        {
            var sum = 0;
            for (var d = 0; d < vector.Length; d++)
                sum += (tiles[ImplicitAlsTiles.PlaceOf(item, d, vector.Length)] - ImplicitAlsTiles.Zero) * vector[d];
            products[item] = sum * scales[item] * scale;
        }
    }

    // Splits each number of the vector into two signed 8-bit digits. One instruction multiplies and adds four digits of eight
    // movies.
    private static void MultiplyAvxVnni(
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

    // Handles four movies per vector, with two sums per movie.
    private static void MultiplyAvx2(
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

    // Adds adjacent sums. The horizontal addition interleaves 128-bit halves; the permutation restores the order.
    private static Vector256<int> Join(Vector256<int> left, Vector256<int> right) =>
        Avx2.Permute4x64(Avx2.HorizontalAdd(left, right).AsInt64(), 0b11_01_10_00).AsInt32();

    // Computes what the offset of the tiles' zero adds to every sum.
    private static Vector256<int> Zeros(ReadOnlySpan<short> vector)
    {
        var sum = 0;
        foreach (var number in vector)
            sum += number;
        return Vector256.Create(ImplicitAlsTiles.Zero * sum);
    }
}
