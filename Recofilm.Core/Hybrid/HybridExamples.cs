using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Trees;

namespace Recofilm.Core.Hybrid;

/// <summary>The requests from which the hybrid learns.</summary>
internal sealed class HybridExamples
{
    private readonly List<WantedPlaces> _wanted = [];

    /// <summary>The candidates with their features, to which the tree ensemble is fitted.</summary>
    public RankingExamples Lists { get; } = new(HybridModel.FeatureCount);

    /// <summary>The places of the wanted movies in the generators' lists, from which the quotas are learnt.</summary>
    public IReadOnlyList<WantedPlaces> Wanted => _wanted;

    /// <summary>Adds a request.</summary>
    /// <param name="columns">The features of its candidates, feature-major, all columns of the list's length.</param>
    /// <param name="relevant">Whether the user wanted each candidate.</param>
    /// <param name="wanted">The places of the wanted movies in the generators' lists.</param>
    public void Add(ReadOnlySpan<float> columns, ReadOnlySpan<bool> relevant, WantedPlaces wanted)
    {
        Lists.Add(columns, relevant, wanted.Count);
        _wanted.Add(wanted);
    }
}
