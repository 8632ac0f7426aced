using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Multiplies <see cref="FactorTiles"/> with a vector of wholes and fractions. Words hold two numbers of sixteen bits; of a word
/// of the tiles and one of the vector both products are added up at once. Whole numbers: every way to add gives the same sums.
/// </summary>
internal static class FactorTileKernel
{
    private const float FractionStep = 1f / FactorTiles.Fractions;

    /// <summary>A product a movie.</summary>
    /// <param name="tiles">The tiles' words.</param>
    /// <param name="scales">What a product of each movie is multiplied with; whole tiles of them.</param>
    /// <param name="wholes">The vector's words, one a pair of dimensions.</param>
    /// <param name="fractions">The same of its fractions.</param>
    /// <param name="scores">Receives the products; no more than there are movies in the tiles.</param>
    public static void Multiply(
        ReadOnlySpan<int> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<int> wholes, ReadOnlySpan<int> fractions, Span<float> scores)
    {
        var whole = Avx2.IsSupported ? scores.Length / FactorTiles.Lanes * FactorTiles.Lanes : 0;
        MultiplyTiles(tiles, scales, wholes, fractions, scores[..whole]);
        for (var item = whole; item < scores.Length; item++)
            scores[item] = MultiplyOne(tiles, scales, wholes, fractions, item);
    }

    /// <summary>The plain reference of one movie's product.</summary>
    internal static float MultiplyOne(
        ReadOnlySpan<int> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<int> wholes, ReadOnlySpan<int> fractions, int item) =>
        MathF.FusedMultiplyAdd(SumOne(tiles, fractions, item), FractionStep, SumOne(tiles, wholes, item)) * scales[item];

    private static int SumOne(ReadOnlySpan<int> tiles, ReadOnlySpan<int> vector, int item)
    {
        var tile = tiles.Slice(item / FactorTiles.Lanes * vector.Length * FactorTiles.Lanes, vector.Length * FactorTiles.Lanes);
        var sum = 0;
        for (var pair = 0; pair < vector.Length; pair++)
        {
            var word = tile[(pair * FactorTiles.Lanes) + (item % FactorTiles.Lanes)];
            sum += ((short)word * (short)vector[pair]) + ((word >> 16) * (vector[pair] >> 16));
        }

        return sum;
    }

    private static void MultiplyTiles(
        ReadOnlySpan<int> tiles, ReadOnlySpan<float> scales, ReadOnlySpan<int> wholes, ReadOnlySpan<int> fractions, Span<float> scores)
    {
        var words = MemoryMarshal.Cast<int, Vector256<short>>(tiles);
        var steps = MemoryMarshal.Cast<float, Vector256<float>>(scales);
        var results = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        fractions = fractions[..wholes.Length];
        for (var result = 0; result + 1 < results.Length; result += 2)
        {
            var tile = words[..(2 * wholes.Length)];
            words = words[tile.Length..];
            var (a, b, restOfA, restOfB) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (var pair = 0; pair < wholes.Length; pair++)
            {
                var (left, right) = (tile[2 * pair], tile[(2 * pair) + 1]);
                var by = Vector256.Create(wholes[pair]).AsInt16();
                a += Avx2.MultiplyAddAdjacent(left, by);
                b += Avx2.MultiplyAddAdjacent(right, by);
                by = Vector256.Create(fractions[pair]).AsInt16();
                restOfA += Avx2.MultiplyAddAdjacent(left, by);
                restOfB += Avx2.MultiplyAddAdjacent(right, by);
            }

            results[result] = Join(a, restOfA) * steps[result];
            results[result + 1] = Join(b, restOfB) * steps[result + 1];
        }
    }

    private static Vector256<float> Join(Vector256<int> sum, Vector256<int> rest) => Vector256.FusedMultiplyAdd(
        Vector256.ConvertToSingle(rest), Vector256.Create(FractionStep), Vector256.ConvertToSingle(sum));
}
