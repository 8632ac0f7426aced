using System.Numerics.Tensors;

namespace Recofilm.Core.Ranking.ImplicitAls;

/// <summary>
/// Movies' factors in the layout for scoring all movies: 8-bit integers with a scale per movie, small enough that a catalogue
/// stays in a core's own cache. Tiles hold sixteen movies, four dimensions at a time, so that one instruction multiplies and adds
/// four dimensions and no sum crosses a vector. A factor is off by at most 1/254 of its movie's largest. The vector that
/// multiplies them is rounded to 16-bit integers.
/// </summary>
internal sealed class ImplicitAlsTiles
{
    /// <summary>Movies per tile.</summary>
    public const int Lanes = 16;

    /// <summary>Adjacent dimensions of one movie.</summary>
    public const int UnrollFactor = 4;

    /// <summary>The number that represents 0; the instructions need unsigned numbers in the tiles.</summary>
    public const int Zero = 128;

    private readonly int _width;
    private readonly byte[] _numbers;
    private readonly float[] _scales;

    /// <summary>Converts factors to tiles.</summary>
    /// <param name="factors">Row-major, movies × <paramref name="dimension"/>; finite.</param>
    /// <param name="dimension">Factors per movie, 1 to 2,048.</param>
    public ImplicitAlsTiles(ReadOnlySpan<float> factors, int dimension)
    {
        _width = (dimension + UnrollFactor - 1) / UnrollFactor * UnrollFactor;
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

    /// <summary>
    /// Returns the largest number of a vector for which no sum overflows and that two signed 8-bit digits can represent.
    /// </summary>
    /// <param name="width">The length of the vector.</param>
    public static int LargestOf(int width) =>
        Math.Min((sbyte.MaxValue << 8) + sbyte.MaxValue, int.MaxValue / (byte.MaxValue * width));

    /// <summary>Returns the position of a movie's number.</summary>
    /// <param name="item">The movie.</param>
    /// <param name="dimension">The index of the factor.</param>
    /// <param name="width">The number of factors, a multiple of <see cref="UnrollFactor"/>.</param>
    public static int PlaceOf(int item, int dimension, int width)
    {
        var group = (item / Lanes * width / UnrollFactor) + (dimension / UnrollFactor);
        return (((group * Lanes) + (item % Lanes)) * UnrollFactor) + (dimension % UnrollFactor);
    }

    /// <summary>Computes the inner product of every movie's factors with a vector.</summary>
    /// <param name="user">The vector.</param>
    /// <param name="scores">Receives one product per movie.</param>
    public void Multiply(ReadOnlySpan<float> user, Span<float> scores)
    {
        Span<short> vector = stackalloc short[_width];
        vector.Clear();
        var scale = StepOf(user, LargestOf(_width));
        for (var d = 0; d < user.Length; d++)
            vector[d] = (short)MathF.Round(user[d] / scale);

        var whole = scores.Length / Lanes * Lanes;
        ImplicitAlsTileKernel.Multiply(_numbers, _scales, vector, scale, scores[..whole]);
        if (whole == scores.Length)
            return;
        Span<float> last = stackalloc float[Lanes];
        ImplicitAlsTileKernel.Multiply(_numbers.AsSpan(whole * _width), _scales.AsSpan(whole), vector, scale, last);
        last[..(scores.Length - whole)].CopyTo(scores[whole..]);
    }

    // A NaN input yields a NaN step, so the error shows instead of passing for a score.
    private static float StepOf(ReadOnlySpan<float> values, int largest)
    {
        var magnitude = MathF.Abs(TensorPrimitives.MaxMagnitude(values));
        return magnitude == 0 ? 1 : magnitude / largest;
    }
}
