using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Movies' factors laid out for scoring all movies: whole numbers of 16 bits, each movie's in its own scale, which halves what a
/// request reads from memory, in tiles of thirty-two movies, dimension by dimension, so that a vector holds one dimension of a
/// tile and no sum goes across a vector. A factor is off by at most 1/65534 of its movie's largest.
/// </summary>
internal sealed class FactorTiles
{
    private const int HalfBits = 16;

    private static readonly int _lanes = Vector512<int>.Count;

    // Lane l of dimension d of tile t at (t · D + d) · 16 + l: movie 32 t + l in the upper half, movie 32 t + 16 + l in the lower.
    private readonly int[] _words;
    private readonly float[] _scales;
    private readonly int _dimension;

    /// <summary>Lays factors out.</summary>
    /// <param name="factors">Row-major, movies × <paramref name="dimension"/>; finite.</param>
    /// <param name="dimension">Factors a movie.</param>
    public FactorTiles(ReadOnlySpan<float> factors, int dimension)
    {
        _dimension = dimension;
        var items = factors.Length / dimension;
        var tile = 2 * _lanes;
        var tiles = (items + (2 * tile) - 1) / (2 * tile) * 2;
        _words = new int[tiles * dimension * _lanes];
        _scales = new float[tiles * tile];
        for (var item = 0; item < items; item++)
        {
            var row = factors.Slice(item * dimension, dimension);
            var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(row));
            var scale = _scales[item] = largest > 0 ? largest / short.MaxValue : 1;
            var (lane, shift) = (item % _lanes, item % tile < _lanes ? HalfBits : 0);
            for (var d = 0; d < dimension; d++)
            {
                var number = (ushort)(short)MathF.Round(row[d] / scale);
                _words[(((item / tile * dimension) + d) * _lanes) + lane] |= number << shift;
            }
        }
    }

    /// <summary>The inner product of every movie's factors with a vector, two tiles at a time.</summary>
    /// <param name="user">The vector.</param>
    /// <param name="scores">Receives one product a movie.</param>
    public void Multiply(ReadOnlySpan<float> user, Span<float> scores)
    {
        Span<float> last = stackalloc float[2 * _lanes];
        var rest = Words;
        for (var item = 0; item < scores.Length; item += 4 * _lanes, rest = rest[(2 * _dimension)..])
        {
            var (a, b, c, d) = Multiply(rest[.._dimension], rest.Slice(_dimension, _dimension), user);
            Write(a, b, item, scores[item..], last);
            if (item + last.Length < scores.Length)
                Write(c, d, item + last.Length, scores[(item + last.Length)..], last);
        }
    }

    /// <summary>The inner products with two vectors, reading the factors once.</summary>
    public void Multiply(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> ofFirst, Span<float> ofSecond)
    {
        Span<float> last = stackalloc float[2 * _lanes];
        var rest = Words;
        for (var item = 0; item < ofFirst.Length; item += 2 * _lanes, rest = rest[_dimension..])
        {
            var (a, b, c, d) = Multiply(rest[.._dimension], first, second);
            Write(a, b, item, ofFirst[item..], last);
            Write(c, d, item, ofSecond[item..], last);
        }
    }

    private ReadOnlySpan<Vector512<int>> Words => MemoryMarshal.Cast<int, Vector512<int>>(_words);

    // Four sums at a time: each waits for its own last addition.
    private static (Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) Multiply(
        ReadOnlySpan<Vector512<int>> first, ReadOnlySpan<Vector512<int>> second, ReadOnlySpan<float> user)
    {
        second = second[..first.Length];
        user = user[..first.Length];
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var k = 0; k < first.Length; k++)
        {
            var by = Vector512.Create(user[k]);
            a = Vector512.FusedMultiplyAdd(UpperOf(first[k]), by, a);
            b = Vector512.FusedMultiplyAdd(LowerOf(first[k]), by, b);
            c = Vector512.FusedMultiplyAdd(UpperOf(second[k]), by, c);
            d = Vector512.FusedMultiplyAdd(LowerOf(second[k]), by, d);
        }

        return (a, b, c, d);
    }

    private static (Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) Multiply(
        ReadOnlySpan<Vector512<int>> words, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        first = first[..words.Length];
        second = second[..words.Length];
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var k = 0; k < words.Length; k++)
        {
            var (upper, lower) = (UpperOf(words[k]), LowerOf(words[k]));
            var (x, y) = (Vector512.Create(first[k]), Vector512.Create(second[k]));
            a = Vector512.FusedMultiplyAdd(upper, x, a);
            b = Vector512.FusedMultiplyAdd(lower, x, b);
            c = Vector512.FusedMultiplyAdd(upper, y, c);
            d = Vector512.FusedMultiplyAdd(lower, y, d);
        }

        return (a, b, c, d);
    }

    private static Vector512<float> UpperOf(Vector512<int> words) => Vector512.ConvertToSingle(words >> HalfBits);

    private static Vector512<float> LowerOf(Vector512<int> words) => Vector512.ConvertToSingle((words << HalfBits) >> HalfBits);

    private void Write(Vector512<float> upper, Vector512<float> lower, int item, Span<float> scores, Span<float> last)
    {
        upper *= Vector512.Create<float>(_scales.AsSpan(item, _lanes));
        lower *= Vector512.Create<float>(_scales.AsSpan(item + _lanes, _lanes));
        if (scores.Length >= last.Length)
        {
            upper.CopyTo(scores);
            lower.CopyTo(scores[_lanes..]);
            return;
        }

        upper.CopyTo(last);
        lower.CopyTo(last[_lanes..]);
        last[..scores.Length].CopyTo(scores);
    }
}
