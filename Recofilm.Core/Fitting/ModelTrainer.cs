using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Fitting;

/// <summary>Trains every model on the same catalogue and ratings.</summary>
/// <param name="options">The options of all models.</param>
public sealed class ModelTrainer(ModelOptions options)
{
    private readonly BayesianMatrixFactorizationTrainer _svd = new(options.Svd);
    private readonly CollaborativeTrainer _collaborative = new(options.Collaborative);
    private readonly ContentTrainer _content = new(options.Content);

    /// <summary>The options of all models.</summary>
    public ModelOptions Options => options;

    /// <summary>Receives the progress of each model's final fit.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>Returns the same trainer with an observer.</summary>
    public ModelTrainer WithObserver(TrainingObserver observer) => new(options) { Observer = observer };

    /// <summary>Trains all models. The same input gives the same models for any number of threads.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">At least one rating of them.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">There are no ratings, or they are not of this catalogue.</exception>
    public ModelSet Train(MovieCatalog catalog, RatingMatrix ratings, CancellationToken cancellationToken = default) =>
        Train(catalog, ratings, TrainContent(catalog, cancellationToken), cancellationToken);

    /// <summary>Trains on the train part of a split, without the tags that were given later.</summary>
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
        var examples = MakeExamples(catalog, ratings, members, cancellationToken);
        var hybrid = new HybridTrainer(options.Hybrid) { Observer = Observer }.Fit(members, examples, cancellationToken);
        return new ModelSet(catalog, members.Statistics, members.Svd, members.Collaborative, content, hybrid);
    }

    /// <summary>Trains the models that the hybrid combines.</summary>
    /// <inheritdoc cref="Train(MovieCatalog, RatingMatrix, ContentModel, CancellationToken)"/>
    internal HybridMembers TrainMembers(
        MovieCatalog catalog, RatingMatrix ratings, ContentModel content, CancellationToken cancellationToken) => Join(
        ratings, ObservedCollaborative.Train(ratings, catalog, cancellationToken),
        ObservedSvd.Train(ratings, catalog, cancellationToken), content);

    /// <summary>
    /// Makes the lists to which the hybrid is fitted. Each split inside the ratings costs a training of the members. They have
    /// the session blend and the dimension of the members that will serve, so that features mean the same.
    /// </summary>
    /// <inheritdoc cref="Train(MovieCatalog, RatingMatrix, CancellationToken)"/>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">The ratings.</param>
    /// <param name="serving">The members that will serve.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    internal HybridExamples MakeExamples(
        MovieCatalog catalog, RatingMatrix ratings, HybridMembers serving, CancellationToken cancellationToken)
    {
        var hybrid = new HybridTrainer(options.Hybrid);
        var svd = new BayesianMatrixFactorizationTrainer(options.Svd with { Dimension = serving.Svd.Parameters.Rank });
        var examples = new HybridExamples();
        foreach (var (kind, split) in hybrid.SplitsOf(ratings))
        {
            // Later tags than a split may see would make content look more predictive than it is when it serves.
            var members = Join(
                split.Train, _collaborative.Train(split.Train, catalog, serving.Collaborative.Blend, cancellationToken),
                svd.Train(split.Train, catalog, cancellationToken),
                TrainContent(split.TrainCatalog(catalog), cancellationToken));
            hybrid.AddExamples(examples, kind, split, members, cancellationToken);
        }

        return examples;
    }

    /// <summary>
    /// Trains from earlier models at a fraction of the cost. The rating head starts from the earlier parameters and takes fewer
    /// sweeps. The hybrid's trees and quotas, which cost nearly all of a training, stay, since they depend on ratings only
    /// through the models that they combine. The ranking head is trained anew: it is cheap, and its factors are best after few
    /// sweeps from the start; sweeps on top of earlier ones make it worse. The same input gives the same models for any number of
    /// threads.
    /// </summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">At least one rating of them.</param>
    /// <param name="content">The content model of the catalogue.</param>
    /// <param name="earlier">Models trained with the same options, of any catalogue.</param>
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
        var hybrid = new HybridModel(members, earlier.Hybrid.Ensemble, earlier.Hybrid.Quotas);
        return new ModelSet(catalog, members.Statistics, members.Svd, members.Collaborative, content, hybrid);
    }

    /// <summary>Trains the content model, which does not depend on ratings.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public ContentModel TrainContent(MovieCatalog catalog, CancellationToken cancellationToken = default) =>
        _content.Train(catalog, cancellationToken);

    private CollaborativeTrainer ObservedCollaborative => new(options.Collaborative) { Observer = Observer };

    private BayesianMatrixFactorizationTrainer ObservedSvd => new(options.Svd) { Observer = Observer };

    private HybridMembers Join(
        RatingMatrix ratings, CollaborativeModel collaborative, BayesianMatrixFactorization svd, ContentModel content) =>
        new(collaborative, svd, content, ItemStatistics.Of(ratings, options.ColdStart));
}
