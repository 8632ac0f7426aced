using System.Runtime.CompilerServices;
using Recofilm.Core.Catalog;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>
/// Trains hybrids that often differ in their forest only: the members of a split and the examples, which cost nearly all of a
/// training, are kept until their options change.
/// </summary>
internal sealed class HybridTuning(MovieCatalog catalog)
{
    private readonly ConditionalWeakTable<RankingSplit, Parts> _parts = [];

    /// <summary>Trains what is not at hand.</summary>
    /// <inheritdoc cref="TunedTraining"/>
    public HybridModel Train(RankingSplit split, ModelOptions options, CancellationToken cancellationToken)
    {
        var movies = split.TrainCatalog(catalog);
        var trainer = new ModelTrainer(options);
        var hybrid = trainer.HybridOf(movies);
        var others = (options with { Hybrid = options.Hybrid with { Forest = new ForestOptions() } }).ToJson().GetRawText();
        if (!_parts.TryGetValue(split, out var parts) || parts.Options != others)
        {
            parts = new Parts(
                others,
                trainer.TrainMembers(movies, split.Train, trainer.TrainContent(movies, cancellationToken), cancellationToken),
                hybrid.ExamplesOf(split.Train, cancellationToken));
            _parts.AddOrUpdate(split, parts);
        }

        return hybrid.Fit(parts.Members, parts.Examples, cancellationToken);
    }

    private sealed record Parts(string Options, HybridMembers Members, RankingExamples Examples);
}
