using System.Runtime.CompilerServices;
using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Lab.Tuning;

/// <summary>
/// Trains ranking heads that often differ in one part only. The weights and the factors of a split are kept until their options
/// change, so a change of the session blend costs no training. The blend is measured as the options state it; the training's own
/// choice of a blend is skipped.
/// </summary>
internal sealed class CollaborativeTuning(MovieCatalog catalog)
{
    private readonly ConditionalWeakTable<RankingSplit, Parts> _parts = [];

    /// <summary>Trains the parts that are not kept.</summary>
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
            parts.Factors = new ImplicitAlsTrainer(collaborative.Factors, collaborative.Seed, parallel).Train(split.Train);
        if (parts.Neighbours?.Options != collaborative.Neighbours)
            parts.Neighbours = new ItemItemTrainer(collaborative.Neighbours, parallel).Train(split.Train);
        parts.Trends ??= ItemTrends.Of(catalog, split.Train);
        return new CollaborativeModel(
            parts.Neighbours, parts.Factors, parts.Trends,
            RecencyPreference.Learn(collaborative.Blend, split.Train, parts.Trends, cancellationToken));
    }

    private sealed class Parts
    {
        public ItemItemWeights? Neighbours { get; set; }

        public ImplicitAlsModel? Factors { get; set; }

        public ItemTrends? Trends { get; set; }
    }
}
