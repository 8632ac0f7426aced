namespace Recofilm.Core.Ratings;

/// <summary>The range of the ratings in a data set, read from the data and never assumed.</summary>
/// <param name="Minimum">The lowest rating given.</param>
/// <param name="Maximum">The highest rating given.</param>
public readonly record struct RatingScale(float Minimum, float Maximum)
{
    /// <summary>Returns the range of a matrix's ratings.</summary>
    /// <exception cref="ArgumentException">The matrix holds no rating.</exception>
    public static RatingScale Of(RatingMatrix matrix)
    {
        if (matrix.Count == 0)
            throw new ArgumentException("A matrix without ratings has no scale.", nameof(matrix));
        return new RatingScale(
            System.Numerics.Tensors.TensorPrimitives.Min(matrix.Ratings),
            System.Numerics.Tensors.TensorPrimitives.Max(matrix.Ratings));
    }

    /// <summary>Clips a prediction to the range.</summary>
    public float Clip(float prediction) => Math.Clamp(prediction, Minimum, Maximum);
}
