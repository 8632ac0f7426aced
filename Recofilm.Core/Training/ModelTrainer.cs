using Recofilm.Core.Catalog;
using Recofilm.Core.ColdStart;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Content;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Training;

/// <summary>Trains every model on the same catalogue and ratings.</summary>
/// <param name="options">How.</param>
public sealed class ModelTrainer(ModelOptions options)
{
    private readonly SvdTrainer _svd = new(options.Svd);
    private readonly CollaborativeTrainer _collaborative = new(options.Collaborative);
    private readonly ContentTrainer _content = new(options.Content);

    /// <summary>How the models are trained.</summary>
    public ModelOptions Options => options;

    /// <summary>Told how the final fit of each model goes on.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>The same training, observed.</summary>
    public ModelTrainer Telling(TrainingObserver observer) => new(options) { Observer = observer };

    /// <summary>Trains. The same input gives the same models for any number of threads.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">At least one rating of them.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">There are no ratings, or they are not of this catalogue.</exception>
    public ModelSet Train(MovieCatalog catalog, RatingMatrix ratings, CancellationToken cancellationToken = default) =>
        Train(catalog, ratings, TrainContent(catalog, cancellationToken), cancellationToken);

    /// <summary>Trains on the train part of a split, without looking at what was tagged later.</summary>
    /// <inheritdoc cref="Train(MovieCatalog, RatingMatrix, CancellationToken)"/>
    /// <param name="catalog">The movies with all tags.</param>
    /// <param name="split">The split.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public ModelSet Train(MovieCatalog catalog, RankingSplit split, CancellationToken cancellationToken = default) =>
        Train(split.TrainCatalog(catalog), split.Train, cancellationToken);

    /// <summary>Trains all but the content model, which does not depend on ratings.</summary>
    /// <inheritdoc cref="Train(MovieCatalog, RatingMatrix, CancellationToken)"/>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">At least one rating of them.</param>
    /// <param name="content">The content model of the catalogue.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public ModelSet Train(
        MovieCatalog catalog, RatingMatrix ratings, ContentModel content, CancellationToken cancellationToken = default)
    {
        var members = TrainMembers(catalog, ratings, content, cancellationToken);
        var hybrid = HybridOf(catalog).Train(members, ratings, cancellationToken);
        return new ModelSet(catalog, members.Statistics, members.Svd, members.Collaborative, content, hybrid);
    }

    /// <summary>Trains what the hybrid combines.</summary>
    /// <inheritdoc cref="Train(MovieCatalog, RatingMatrix, ContentModel, CancellationToken)"/>
    internal HybridMembers TrainMembers(
        MovieCatalog catalog, RatingMatrix ratings, ContentModel content, CancellationToken cancellationToken) => Join(
        ratings, ObservedCollaborative.Train(ratings, catalog, cancellationToken),
        ObservedSvd.Train(ratings, catalog, cancellationToken), content);

    /// <summary>The training of the hybrid itself.</summary>
    /// <param name="catalog">The movies.</param>
    internal HybridTrainer HybridOf(MovieCatalog catalog)
    {
        return new HybridTrainer(options.Hybrid, Members) { Observer = Observer };

        // Tags that came later than what a split shows would teach that content says more than it will.
        HybridMembers Members(RankingSplit split, CancellationToken cancellation) => Join(
            split.Train, _collaborative.Train(split.Train, catalog, cancellation), _svd.Train(split.Train, catalog, cancellation),
            TrainContent(split.TrainCatalog(catalog), cancellation));
    }

    /// <summary>
    /// Trains from earlier models at a fraction of the cost: the rating head starts from the earlier parameters and takes
    /// fewer sweeps, and the learned combination, which costs nearly all of a training, stays, for it depends on ratings
    /// through the models that it combines. The ranking head is made anew: it is cheap, and its factors are best after few
    /// sweeps from the start, so that sweeps on top of earlier ones make it worse. The same input gives the same models for
    /// any number of threads.
    /// </summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">At least one rating of them.</param>
    /// <param name="content">The content model of the catalogue.</param>
    /// <param name="earlier">Models trained with the same options, of whatever catalogue.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">There are no ratings, or they are not of this catalogue.</exception>
    public ModelSet Refine(
        MovieCatalog catalog, RatingMatrix ratings, ContentModel content, ModelSet earlier,
        CancellationToken cancellationToken = default)
    {
        var members = Join(
            ratings,
            ObservedCollaborative.Train(ratings, catalog, cancellationToken),
            ObservedSvd.Refine(ratings, catalog, earlier.Svd, CatalogMapping.Of(catalog, earlier.Catalog), cancellationToken),
            content);
        var hybrid = new HybridModel(members, earlier.Hybrid.Forest, earlier.Hybrid.Candidates);
        return new ModelSet(catalog, members.Statistics, members.Svd, members.Collaborative, content, hybrid);
    }

    /// <summary>Trains the content model, which no rating changes.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public ContentModel TrainContent(MovieCatalog catalog, CancellationToken cancellationToken = default) =>
        _content.Train(catalog, cancellationToken);

    private CollaborativeTrainer ObservedCollaborative => new(options.Collaborative) { Observer = Observer };

    private SvdTrainer ObservedSvd => new(options.Svd) { Observer = Observer };

    private HybridMembers Join(
        RatingMatrix ratings, CollaborativeModel collaborative, SvdModel svd, ContentModel content) =>
        new(collaborative, svd, content, ItemStatistics.Of(ratings, options.ColdStart));
}
