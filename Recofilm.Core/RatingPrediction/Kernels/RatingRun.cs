namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>One user's (or item's) ratings together with the factors of the other side that they refer to.</summary>
/// <param name="rank">D.</param>
/// <param name="rows">The factor rows of the other side, D floats each, entry 0 the bias.</param>
/// <param name="weights">The noise weight a of each row of the other side.</param>
/// <param name="others">The row of the other side for each rating.</param>
/// <param name="values">The ratings.</param>
/// <param name="count">The number of ratings.</param>
/// <param name="mean">μ, subtracted from every rating.</param>
internal readonly unsafe struct RatingRun(
    int rank, float* rows, float* weights, int* others, float* values, int count, float mean)
{
    public int Rank { get; } = rank;

    public float* Rows { get; } = rows;

    public float* Weights { get; } = weights;

    public int* Others { get; } = others;

    public float* Values { get; } = values;

    public int Count { get; } = count;

    public float Mean { get; } = mean;

    public void Deconstruct(
        out float* rows, out float* weights, out int* others, out float* values, out int count, out float mean)
    {
        rows = Rows;
        weights = Weights;
        others = Others;
        values = Values;
        count = Count;
        mean = Mean;
    }
}
