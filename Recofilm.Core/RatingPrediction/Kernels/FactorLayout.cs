namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// The layout of factors in memory: rows of <see cref="Rank"/> floats, one cache line each, entry 0 the bias; symmetric
/// matrices as their upper triangle by rows; sixteen entities side by side ("lanes") when one computation serves them all.
/// </summary>
public static class FactorLayout
{
    /// <summary>D: one bias and fifteen factors.</summary>
    public const int Rank = 16;

    /// <summary>Entries of the upper triangle of a D × D matrix.</summary>
    public const int Packed = Rank * (Rank + 1) / 2;

    /// <summary>The number of entities that the lane kernels process at a time.</summary>
    internal const int Lanes = 16;

    /// <summary>The place of entry (<paramref name="row"/>, <paramref name="column"/>), row ≤ column, in the triangle.</summary>
    public static int PackedIndex(int row, int column) => (row * Rank) - (row * (row - 1) / 2) + column - row;
}
