using System.Text.Json;
using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Training;

/// <summary>
/// How one run fits its models: in full, or from the champion's parameters. Models that are measured start from those of the
/// champion that were measured on the same split, never from those that serve, which have seen everything.
/// </summary>
internal sealed class ModelFitting
{
    private readonly ModelTrainer _trainer;
    private readonly MovieCatalog _catalog;
    private readonly ContentModel _content;
    private readonly ChampionModels? _start;
    private readonly CancellationToken _cancellationToken;

    /// <param name="trainer">Fits.</param>
    /// <param name="catalog">The movies.</param>
    /// <param name="start">What to start from; <see langword="null"/> for a full training.</param>
    /// <param name="cancellationToken">Stops the fitting.</param>
    public ModelFitting(
        ModelTrainer trainer, MovieCatalog catalog, ChampionModels? start, CancellationToken cancellationToken)
    {
        _trainer = trainer;
        _catalog = catalog;
        _content = trainer.TrainContent(catalog, cancellationToken);
        _start = start is not null && IsOfSameKind(start) ? start : null;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The version whose parameters are started from; <see langword="null"/> for a full training.</summary>
    public ModelVersion? StartsFrom => _start?.Manifest.Version;

    /// <summary>Fits to all ratings.</summary>
    public ModelSet Fit(RatingMatrix ratings, TrainingObserver observer) =>
        Fit(_trainer.WithObserver(observer), _catalog, ratings, _content, _start?.Models);

    /// <summary>Fits to the train part of a split, without looking at what was tagged later.</summary>
    /// <param name="name">The split's name.</param>
    /// <param name="split">The split.</param>
    public ModelSet FitTo(string name, RankingSplit split)
    {
        var catalog = split.TrainCatalog(_catalog);
        return Fit(
            _trainer, catalog, split.Train, _trainer.TrainContent(catalog, _cancellationToken),
            _start?.Evaluated.GetValueOrDefault(name));
    }

    private ModelSet Fit(
        ModelTrainer trainer, MovieCatalog catalog, RatingMatrix ratings, ContentModel content, ModelSet? start) =>
        start is null
            ? trainer.Train(catalog, ratings, content, _cancellationToken)
            : trainer.Refine(catalog, ratings, content, start, _cancellationToken);

    // Parameters from another recipe or other options may mean something else.
    private bool IsOfSameKind(ChampionModels start) =>
        start.Manifest.RecipeVersion == ModelRecipe.Version
        && JsonElement.DeepEquals(start.Manifest.Parameters, _trainer.Options.ToJson());
}
