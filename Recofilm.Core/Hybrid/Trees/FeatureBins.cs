namespace Recofilm.Core.Hybrid.Trees;

/// <summary>The values of every feature divided into ranges with about equal numbers of candidates.</summary>
internal sealed class FeatureBins
{
    private FeatureBins(float[][] thresholds, byte[][] bins)
    {
        Thresholds = thresholds;
        Bins = bins;
    }

    /// <summary>
    /// The thresholds of each feature, ascending; bin b holds values above threshold b − 1 and up to threshold b.
    /// </summary>
    public float[][] Thresholds { get; }

    /// <summary>The bin of each candidate, by feature.</summary>
    public byte[][] Bins { get; }

    public static FeatureBins Of(RankingExamples examples, int binCount, ParallelOptions parallel)
    {
        var thresholds = new float[examples.FeatureCount][];
        var bins = new byte[examples.FeatureCount][];
        Parallel.For(0, examples.FeatureCount, parallel, feature =>
        {
            var values = new float[examples.CandidateCount];
            for (var candidate = 0; candidate < values.Length; candidate++)
                values[candidate] = examples.FeaturesOf(candidate)[feature];
            thresholds[feature] = ThresholdsOf(values, binCount);
            bins[feature] = Array.ConvertAll(values, value => BinOf(thresholds[feature], value));
        });
        return new FeatureBins(thresholds, bins);
    }

    private static float[] ThresholdsOf(float[] values, int binCount)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var thresholds = new List<float>(binCount);
        for (var bin = 1; bin < binCount; bin++)
        {
            var value = sorted[(int)((long)bin * sorted.Length / binCount)];
            if ((thresholds.Count == 0 || value > thresholds[^1]) && value < sorted[^1])
                thresholds.Add(value);
        }

        return [.. thresholds];
    }

    private static byte BinOf(float[] thresholds, float value)
    {
        var place = Array.BinarySearch(thresholds, value);
        return (byte)(place < 0 ? ~place : place);
    }
}
