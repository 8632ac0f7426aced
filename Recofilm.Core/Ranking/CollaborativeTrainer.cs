using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>Trains the collaborative ranking model.</summary>
/// <param name="options">The options; the constructor validates them.</param>
public sealed class CollaborativeTrainer(CollaborativeOptions options)
{
    private readonly CollaborativeOptions _options = Checked(options);

    /// <summary>Receives the training progress.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>Trains on every rating of a matrix. The same ratings give the same bytes for any number of threads.</summary>
    /// <param name="matrix">The ratings.</param>
    /// <param name="catalog">The movies, whose item indices the matrix uses.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">The matrix has another number of items than the catalogue.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public CollaborativeModel Train(RatingMatrix matrix, MovieCatalog catalog, CancellationToken cancellationToken)
    {
        RequireItems(matrix, catalog);
        var parallel = Parallelism(cancellationToken);
        var model = Fit(matrix, catalog, parallel, Observer);
        if (_options.VisitRatings == 0 || !matrix.HasTimestamps)
            return model;
        var sample = UserSample.Of(matrix, _options.VisitRatings);
        var learner = new ReturnBlendLearner(_options, ratings => Fit(ratings, catalog, parallel, observer: null), parallel);
        return model.With(learner.Learn(model, sample) with { Visit = LearnVisit(model, sample, catalog, parallel) });
    }

    /// <summary>Trains with a session blend that was learnt before, at a fraction of the cost.</summary>
    /// <inheritdoc cref="Train(RatingMatrix, MovieCatalog, CancellationToken)"/>
    /// <param name="matrix">The ratings.</param>
    /// <param name="catalog">The movies, whose item indices the matrix uses.</param>
    /// <param name="blend">The blend of a model of these and more ratings.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    internal CollaborativeModel Train(
        RatingMatrix matrix, MovieCatalog catalog, LearnedSessionBlend blend, CancellationToken cancellationToken)
    {
        RequireItems(matrix, catalog);
        return Fit(matrix, ItemTrends.Of(catalog, matrix), blend, Parallelism(cancellationToken), Observer);
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new()
    {
        CancellationToken = cancellationToken,
        MaxDegreeOfParallelism = _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads,
    };

    private SessionBlend LearnVisit(
        CollaborativeModel model, RatingMatrix sample, MovieCatalog catalog, ParallelOptions parallel)
    {
        var split = InVisitSplit.Of(sample);
        return split.Users.IsEmpty
            ? model.Blend.Visit
            : SessionBlendLearner.Learn(
                Fit(split.Train, catalog, parallel, observer: null), split, _options.Threads, parallel.CancellationToken);
    }

    private CollaborativeModel Fit(
        RatingMatrix matrix, MovieCatalog catalog, ParallelOptions parallel, TrainingObserver? observer)
    {
        var trends = ItemTrends.Of(catalog, matrix);
        var blend = RecencyPreference.Learn(_options.Blend, matrix, trends, parallel.CancellationToken);
        return Fit(matrix, trends, blend, parallel, observer);
    }

    private CollaborativeModel Fit(
        RatingMatrix matrix, ItemTrends trends, LearnedSessionBlend blend, ParallelOptions parallel, TrainingObserver? observer)
    {
        var factors = new ImplicitAlsTrainer(_options.Factors, _options.Seed, parallel) { Observer = observer }.Train(matrix);
        return new CollaborativeModel(new ItemItemTrainer(_options.Neighbours, parallel).Train(matrix), factors, trends, blend);
    }

    private static void RequireItems(RatingMatrix matrix, MovieCatalog catalog)
    {
        if (matrix.ItemCount != catalog.Count)
            throw new ArgumentException("The matrix must have one column a movie of the catalogue.", nameof(matrix));
    }

    private static CollaborativeOptions Checked(CollaborativeOptions options)
    {
        options.Validate();
        return options;
    }
}
