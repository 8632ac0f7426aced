using System.Runtime.CompilerServices;
using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>
/// Trains ranking heads that often differ in one part only: the weights and the factors of a split are kept until their
/// options change, so that a change of how they are mixed costs no training. A mixture is measured as the options have it:
/// what a training would take in its place for a visit is not asked.
/// </summary>
internal sealed class CollaborativeTuning(MovieCatalog catalog)
{
    private readonly ConditionalWeakTable<RankingSplit, Parts> _parts = [];

    /// <summary>Trains what is not at hand.</summary>
    /// <inheritdoc cref="TunedTraining"/>
    public CollaborativeModel Train(RankingSplit split, ModelOptions options, CancellationToken cancellationToken)
    {
        var collaborative = options.Collaborative;
        collaborative.Validate();
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = collaborative.Threads == 0 ? Environment.ProcessorCount : collaborative.Threads,
        };
        var parts = _parts.GetOrCreateValue(split);
        if (parts.Factors?.Options != collaborative.Factors)
            parts.Factors = new FactorTrainer(collaborative.Factors, collaborative.Seed, parallel).Train(split.Train);
        if (parts.Neighbours?.Options != collaborative.Neighbours)
            parts.Neighbours = new NeighbourTrainer(collaborative.Neighbours, parallel).Train(split.Train);
        parts.Trends ??= ItemTrends.Of(catalog, split.Train);
        return new CollaborativeModel(
            parts.Neighbours, parts.Factors, parts.Trends,
            NewnessPreference.Learn(collaborative.Regimes, split.Train, parts.Trends, cancellationToken));
    }

    private sealed class Parts
    {
        public NeighbourWeights? Neighbours { get; set; }

        public ItemFactors? Factors { get; set; }

        public ItemTrends? Trends { get; set; }
    }
}
