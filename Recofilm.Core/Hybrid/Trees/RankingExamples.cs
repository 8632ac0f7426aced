using System.Runtime.InteropServices;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>Lists of candidates with the later likes of their users, to which the learned ranking is fitted.</summary>
internal sealed class RankingExamples(int featureCount)
{
    private readonly List<float> _features = [];
    private readonly List<bool> _relevant = [];
    private readonly List<int> _starts = [0];
    private readonly List<double> _ideals = [];

    public int FeatureCount => featureCount;

    public int ListCount => _ideals.Count;

    public int CandidateCount => _relevant.Count;

    /// <summary>The start of each list: list q holds candidates Starts[q] up to Starts[q + 1].</summary>
    public ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>Whether the user liked each candidate afterwards.</summary>
    public ReadOnlySpan<bool> Relevant => CollectionsMarshal.AsSpan(_relevant);

    /// <summary>The discounted gain of the best possible list, including relevant movies that are not candidates.</summary>
    public ReadOnlySpan<double> Ideals => CollectionsMarshal.AsSpan(_ideals);

    /// <summary>Returns the features of a candidate.</summary>
    public ReadOnlySpan<float> FeaturesOf(int candidate) =>
        CollectionsMarshal.AsSpan(_features).Slice(candidate * featureCount, featureCount);

    /// <summary>Adds a list.</summary>
    /// <param name="columns">Feature-major, all columns of the list's length.</param>
    /// <param name="relevant">One flag per candidate.</param>
    /// <param name="relevantCount">The number of the user's relevant movies, candidates or not; at least 1.</param>
    public void Add(ReadOnlySpan<float> columns, ReadOnlySpan<bool> relevant, int relevantCount)
    {
        for (var candidate = 0; candidate < relevant.Length; candidate++)
        {
            for (var feature = 0; feature < featureCount; feature++)
                _features.Add(columns[(feature * relevant.Length) + candidate]);
            _relevant.Add(relevant[candidate]);
        }

        _starts.Add(_relevant.Count);
        var ideal = 0.0;
        for (var rank = 0; rank < Math.Min(10, relevantCount); rank++)
            ideal += 1 / Math.Log2(rank + 2);
        _ideals.Add(ideal);
    }
}
