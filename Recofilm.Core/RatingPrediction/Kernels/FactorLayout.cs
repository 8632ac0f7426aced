namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// The layout of factors in memory: rows of D floats in whole cache lines, entry 0 the bias; symmetric matrices as their upper
/// triangle by rows; sixteen entities side by side ("lanes") when one computation serves them all.
/// </summary>
public static class FactorLayout
{
    /// <summary>The smaller D that the kernels support: one bias and fifteen factors.</summary>
    public const int NarrowRank = 16;

    /// <summary>The larger D that the kernels support: one bias and thirty-one factors.</summary>
    public const int WideRank = 32;

    /// <summary>The number of entities that the lane kernels process at a time.</summary>
    internal const int Lanes = 16;

    /// <summary>Returns whether the kernels support this D.</summary>
    public static bool Supports(int rank) => rank is NarrowRank or WideRank;

    /// <summary>Counts the entries of the upper triangle of a D × D matrix.</summary>
    public static int Packed(int rank) => rank * (rank + 1) / 2;

    /// <summary>The place of entry (<paramref name="row"/>, <paramref name="column"/>), row ≤ column, in the triangle.</summary>
    public static int PackedIndex(int rank, int row, int column) => (row * rank) - (row * (row - 1) / 2) + column - row;
}
