using System.Numerics.Tensors;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Movies' factors laid out for scoring all movies: whole numbers of sixteen bits, each movie's in its own scale, in tiles of
/// sixteen movies, two dimensions by two dimensions, so that one instruction multiplies and adds two of them and no sum goes
/// across a vector. A factor is off by at most 1/65534 of its movie's largest. What they are multiplied with becomes two such
/// numbers a dimension, a whole and a fraction.
/// </summary>
internal sealed class FactorTiles
{
    /// <summary>Movies a tile.</summary>
    public const int Lanes = 16;

    /// <summary>What a fraction is counted in.</summary>
    public const int Fractions = 1024;

    private readonly int _pairs;
    private readonly double _longest;

    // Lane l of pair p of tile t at (t · pairs + p) · 16 + l: dimension 2 p of movie 16 t + l in the lower half, 2 p + 1 in the upper.
    private readonly int[] _words;
    private readonly float[] _scales;

    /// <summary>Lays factors out.</summary>
    /// <param name="factors">Row-major, movies × <paramref name="dimension"/>; finite.</param>
    /// <param name="dimension">Factors a movie, 1 to 2,048.</param>
    public FactorTiles(ReadOnlySpan<float> factors, int dimension)
    {
        _pairs = (dimension + 1) / 2;
        var items = factors.Length / dimension;
        var tiles = (items + Lanes - 1) / Lanes;
        _words = new int[tiles * _pairs * Lanes];
        _scales = new float[tiles * Lanes];
        Span<short> numbers = stackalloc short[2 * _pairs];
        numbers.Clear();
        for (var item = 0; item < items; item++)
        {
            var row = factors.Slice(item * dimension, dimension);
            var scale = _scales[item] = StepOf(row, short.MaxValue);
            var squares = 0.0;
            for (var d = 0; d < dimension; d++)
            {
                numbers[d] = (short)MathF.Round(row[d] / scale);
                squares += (double)numbers[d] * numbers[d];
            }

            for (var pair = 0; pair < _pairs; pair++)
                _words[(((item / Lanes * _pairs) + pair) * Lanes) + (item % Lanes)] = WordOf(numbers[2 * pair], numbers[(2 * pair) + 1]);
            _longest = Math.Max(_longest, Math.Sqrt(squares));
        }
    }

    /// <summary>The inner product of every movie's factors with a vector.</summary>
    /// <param name="user">The vector.</param>
    /// <param name="scores">Receives one product a movie.</param>
    public void Multiply(ReadOnlySpan<float> user, Span<float> scores)
    {
        Span<int> wholes = stackalloc int[_pairs];
        Span<int> fractions = stackalloc int[_pairs];
        var scale = Split(user, wholes, fractions);
        FactorTileKernel.Multiply(_words, _scales, wholes, fractions, scores);
        TensorPrimitives.Multiply(scores, scale, scores);
    }

    // What a step of the whole numbers is worth. No sum is larger than the product of both lengths (Cauchy and Schwarz), and
    // rounding makes the vector longer by half a step in each dimension at most.
    private float Split(ReadOnlySpan<float> user, Span<int> wholes, Span<int> fractions)
    {
        var length = TensorPrimitives.Norm(user) / (double)MathF.Abs(TensorPrimitives.MaxMagnitude(user));
        var room = (int.MaxValue / Math.Max(1, _longest)) - Math.Sqrt(user.Length / 4.0);
        var scale = StepOf(user, (int)Math.Clamp(room / Math.Max(1, length), 1, short.MaxValue));
        for (var pair = 0; pair < wholes.Length; pair++)
        {
            var (left, leftRest) = Parts(user[2 * pair] / scale);
            var (right, rightRest) = (2 * pair) + 1 < user.Length ? Parts(user[(2 * pair) + 1] / scale) : default;
            wholes[pair] = WordOf(left, right);
            fractions[pair] = WordOf(leftRest, rightRest);
        }

        return scale;
    }

    private static (short Whole, short Fraction) Parts(float value)
    {
        var whole = MathF.Round(value);
        return ((short)whole, (short)MathF.Round((value - whole) * Fractions));
    }

    // Where a value is no number a step is none, so that nobody takes what comes of it for one.
    private static float StepOf(ReadOnlySpan<float> values, int largest)
    {
        var magnitude = MathF.Abs(TensorPrimitives.MaxMagnitude(values));
        return magnitude == 0 ? 1 : magnitude / largest;
    }

    private static int WordOf(short lower, short upper) => (ushort)lower | (upper << 16);
}
