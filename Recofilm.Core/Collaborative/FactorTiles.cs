using System.Numerics.Tensors;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Movies' factors laid out for scoring all movies: whole numbers of eight bits, each movie's in its own scale, so that those of
/// a catalogue stay in a core's own cache; in tiles of sixteen movies, four dimensions by four dimensions, so that one instruction
/// multiplies and adds four of them and no sum goes across a vector. A factor is off by at most 1/254 of its movie's largest. What
/// they are multiplied with becomes numbers of sixteen bits.
/// </summary>
internal sealed class FactorTiles
{
    /// <summary>Movies a tile.</summary>
    public const int Lanes = 16;

    /// <summary>Dimensions of one movie that lie together.</summary>
    public const int Together = 4;

    /// <summary>The number that stands for 0: the instructions want those of the tiles without a sign.</summary>
    public const int Zero = 128;

    private readonly int _width;
    private readonly byte[] _numbers;
    private readonly float[] _scales;

    /// <summary>Lays factors out.</summary>
    /// <param name="factors">Row-major, movies × <paramref name="dimension"/>; finite.</param>
    /// <param name="dimension">Factors a movie, 1 to 2,048.</param>
    public FactorTiles(ReadOnlySpan<float> factors, int dimension)
    {
        _width = (dimension + Together - 1) / Together * Together;
        var items = factors.Length / dimension;
        var whole = (items + Lanes - 1) / Lanes * Lanes;
        _numbers = new byte[whole * _width];
        _scales = new float[whole];
        for (var item = 0; item < items; item++)
        {
            var row = factors.Slice(item * dimension, dimension);
            var scale = _scales[item] = StepOf(row, sbyte.MaxValue);
            for (var d = 0; d < dimension; d++)
                _numbers[PlaceOf(item, d, _width)] = (byte)(Zero + (int)MathF.Round(row[d] / scale));
        }
    }

    /// <summary>The largest number of a vector with which no sum overflows and that two signed digits of eight bits can say.</summary>
    /// <param name="width">How many numbers the vector has.</param>
    public static int LargestOf(int width) => Math.Min((sbyte.MaxValue << 8) + sbyte.MaxValue, int.MaxValue / (byte.MaxValue * width));

    /// <summary>Where a movie's number lies.</summary>
    /// <param name="item">The movie.</param>
    /// <param name="dimension">Which of its factors.</param>
    /// <param name="width">How many it has, whole <see cref="Together"/>s of them.</param>
    public static int PlaceOf(int item, int dimension, int width)
    {
        var group = (item / Lanes * width / Together) + (dimension / Together);
        return (((group * Lanes) + (item % Lanes)) * Together) + (dimension % Together);
    }

    /// <summary>The inner product of every movie's factors with a vector.</summary>
    /// <param name="user">The vector.</param>
    /// <param name="scores">Receives one product a movie.</param>
    public void Multiply(ReadOnlySpan<float> user, Span<float> scores)
    {
        Span<short> vector = stackalloc short[_width];
        vector.Clear();
        var scale = StepOf(user, LargestOf(_width));
        for (var d = 0; d < user.Length; d++)
            vector[d] = (short)MathF.Round(user[d] / scale);

        var whole = scores.Length / Lanes * Lanes;
        FactorTileKernel.Multiply(_numbers, _scales, vector, scale, scores[..whole]);
        if (whole == scores.Length)
            return;
        Span<float> last = stackalloc float[Lanes];
        FactorTileKernel.Multiply(_numbers.AsSpan(whole * _width), _scales.AsSpan(whole), vector, scale, last);
        last[..(scores.Length - whole)].CopyTo(scores[whole..]);
    }

    // Where a value is no number a step is none, so that nobody takes what comes of it for one.
    private static float StepOf(ReadOnlySpan<float> values, int largest)
    {
        var magnitude = MathF.Abs(TensorPrimitives.MaxMagnitude(values));
        return magnitude == 0 ? 1 : magnitude / largest;
    }
}
