using Recofilm.Core.Catalog;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>Trains the collaborative ranking model.</summary>
/// <param name="options">What to train; checked at once.</param>
public sealed class CollaborativeTrainer(CollaborativeOptions options)
{
    private readonly CollaborativeOptions _options = Checked(options);

    /// <summary>Told how training goes on.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>Trains on every rating of a matrix. The same ratings give the same bytes for any number of threads.</summary>
    /// <param name="matrix">The ratings.</param>
    /// <param name="catalog">The movies, whose item indices the matrix uses.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">The matrix has another number of items than the catalogue.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public CollaborativeModel Train(RatingMatrix matrix, MovieCatalog catalog, CancellationToken cancellationToken)
    {
        if (matrix.ItemCount != catalog.Count)
            throw new ArgumentException("The matrix must have one column a movie of the catalogue.", nameof(matrix));
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads,
        };
        var model = Fit(matrix, catalog, parallel, Observer);
        if (_options.VisitRatings == 0 || !matrix.HasTimestamps)
            return model;
        var split = InVisitSplit.Of(UserSample.Of(matrix, _options.VisitRatings));
        if (split.Users.IsEmpty)
            return model;
        var visit = VisitMixture.Learn(Fit(split.Train, catalog, parallel, observer: null), split, _options.Threads, cancellationToken);
        return model.With(model.Regimes with { Visit = visit });
    }

    private CollaborativeModel Fit(RatingMatrix matrix, MovieCatalog catalog, ParallelOptions parallel, TrainingObserver? observer)
    {
        var factors = new FactorTrainer(_options.Factors, _options.Seed, parallel) { Observer = observer }.Train(matrix);
        var neighbours = new NeighbourTrainer(_options.Neighbours, parallel).Train(matrix);
        var trends = ItemTrends.Of(catalog, matrix);
        return new CollaborativeModel(
            neighbours, factors, trends, NewnessPreference.Learn(_options.Regimes, matrix, trends, parallel.CancellationToken));
    }

    private static CollaborativeOptions Checked(CollaborativeOptions options)
    {
        options.Validate();
        return options;
    }
}
