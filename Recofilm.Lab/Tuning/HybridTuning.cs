using System.Runtime.CompilerServices;
using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Metrics.Splits;

namespace Recofilm.Lab.Tuning;

/// <summary>
/// Trains hybrids that often differ in their tree ensemble only. The members of a split and the examples, which cost nearly all
/// of a training, are kept until their options change.
/// </summary>
internal sealed class HybridTuning(MovieCatalog catalog)
{
    private readonly ConditionalWeakTable<RankingSplit, Parts> _parts = [];

    /// <summary>Trains the parts that are not kept.</summary>
    /// <inheritdoc cref="TunedTraining"/>
    public HybridModel Train(RankingSplit split, ModelOptions options, CancellationToken cancellationToken)
    {
        var movies = split.TrainCatalog(catalog);
        var trainer = new ModelTrainer(options);
        var anyEnsemble = options with { Hybrid = options.Hybrid with { Ensemble = new TreeEnsembleOptions() } };
        var others = anyEnsemble.ToJson().GetRawText();
        if (!_parts.TryGetValue(split, out var parts) || parts.Options != others)
        {
            var content = trainer.TrainContent(movies, cancellationToken);
            var members = trainer.TrainMembers(movies, split.Train, content, cancellationToken);
            parts = new Parts(others, members, trainer.MakeExamples(movies, split.Train, members, cancellationToken));
            _parts.AddOrUpdate(split, parts);
        }

        return new HybridTrainer(options.Hybrid).Fit(parts.Members, parts.Examples, cancellationToken);
    }

    private sealed record Parts(string Options, HybridMembers Members, HybridExamples Examples);
}
