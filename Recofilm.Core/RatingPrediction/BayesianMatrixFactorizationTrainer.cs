using Recofilm.Core.Catalog;
using Recofilm.Core.Models;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// Trains the rating head: hierarchical Bayesian matrix factorisation by Gibbs sampling (Salakhutdinov &amp; Mnih, 2008) with
/// side information (Simm et al., 2017) and a noise level for each user and movie, compressed to parameters of movies.
/// The formulas are in docs/models/rating-head.md.
/// </summary>
/// <param name="options">The options of the training.</param>
/// <exception cref="ArgumentException">An option is out of range.</exception>
public sealed class BayesianMatrixFactorizationTrainer(BayesianMatrixFactorizationOptions options)
{
    private readonly BayesianMatrixFactorizationOptions _options = Valid(options);

    /// <summary>Receives the progress of the training.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>Trains on all ratings of a matrix.</summary>
    /// <param name="ratings">At least one rating.</param>
    /// <param name="catalog">The movies of the matrix's columns.</param>
    /// <param name="cancellation">Stops the training between sweeps.</param>
    /// <returns>The model; the same for any number of threads.</returns>
    /// <exception cref="ArgumentException">There are no ratings, or the catalogue is not that of the matrix.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BayesianMatrixFactorization Train(
        RatingMatrix ratings, MovieCatalog catalog, CancellationToken cancellation = default) =>
        Train(ratings, Features(ratings, catalog), cancellation);

    /// <summary>Trains on all ratings of a matrix, in fewer sweeps, starting from an earlier model's parameters.</summary>
    /// <inheritdoc cref="Train(RatingMatrix, MovieCatalog, CancellationToken)"/>
    /// <param name="ratings">At least one rating.</param>
    /// <param name="catalog">The movies of the matrix's columns.</param>
    /// <param name="earlier">The earlier model.</param>
    /// <param name="places">By item: its index in <paramref name="earlier"/>, or −1.</param>
    /// <param name="cancellation">Stops the training between sweeps.</param>
    public BayesianMatrixFactorization Refine(
        RatingMatrix ratings, MovieCatalog catalog, BayesianMatrixFactorization earlier, int[] places,
        CancellationToken cancellation = default)
    {
        var rank = _options.Dimension == 0 ? earlier.Parameters.Rank : _options.Dimension;
        var schedule = _options.RefinementSchedule;
        var chain = Chain(ratings, Features(ratings, catalog), rank);
        chain.StartFrom(earlier.Parameters, places, schedule.Sweeps, cancellation);
        return Run(chain, schedule, ratings, cancellation);
    }

    /// <summary>Trains with given item features.</summary>
    internal BayesianMatrixFactorization Train(
        RatingMatrix ratings, SparseFeatures itemFeatures, CancellationToken cancellation)
    {
        var schedule = _options.Schedule;
        if (_options.Dimension != 0)
            return Run(Chain(ratings, itemFeatures, _options.Dimension), schedule, ratings, cancellation);
        if (!DimensionTrial.IsWorthwhile(ratings))
            return Run(Chain(ratings, itemFeatures, FactorLayout.NarrowRank), schedule, ratings, cancellation);

        var trial = new DimensionTrial(_options);
        var chosen = trial.Run(ratings, itemFeatures, Observer, cancellation);
        var chain = Chain(ratings, itemFeatures, chosen.Rank);
        chain.ContinueFrom(chosen);
        return Run(chain, schedule with { BurnIn = trial.BurnInAfter(chosen) }, ratings, cancellation);
    }

    private static SparseFeatures Features(RatingMatrix ratings, MovieCatalog catalog) => catalog.Count == ratings.ItemCount
        ? ItemFeatures.Build(catalog, ratings.Columns.Lists)
        : throw new ArgumentException(
            $"The catalogue has {catalog.Count} movies, the matrix {ratings.ItemCount} columns.", nameof(catalog));

    private GibbsChain Chain(RatingMatrix ratings, SparseFeatures itemFeatures, int rank) =>
        ratings.Count > 0
            ? new GibbsChain(ratings, itemFeatures, _options, rank)
            : throw new ArgumentException("Training needs at least one rating.", nameof(ratings));

    private BayesianMatrixFactorization Run(
        GibbsChain chain, SweepSchedule schedule, RatingMatrix ratings, CancellationToken cancellation)
    {
        chain.Run(schedule, Observer, cancellation);
        return new BayesianMatrixFactorization(PublishedParameters.Of(chain, RatingScale.Of(ratings)));
    }

    private static BayesianMatrixFactorizationOptions Valid(BayesianMatrixFactorizationOptions options)
    {
        options.Validate();
        return options;
    }
}
