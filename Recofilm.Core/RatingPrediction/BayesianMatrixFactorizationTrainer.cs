using System.Numerics.Tensors;
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
    private const int Rank = FactorLayout.Rank;

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
        var chain = Chain(ratings, Features(ratings, catalog), _options.ForRefinement);
        chain.StartFrom(earlier.Parameters, places, cancellation);
        return Run(chain, ratings, cancellation);
    }

    /// <summary>Trains with given item features.</summary>
    internal BayesianMatrixFactorization Train(
        RatingMatrix ratings, SparseFeatures itemFeatures, CancellationToken cancellation) =>
        Run(Chain(ratings, itemFeatures, _options), ratings, cancellation);

    private static SparseFeatures Features(RatingMatrix ratings, MovieCatalog catalog) => catalog.Count == ratings.ItemCount
        ? ItemFeatures.Build(catalog, ratings.Columns.Lists)
        : throw new ArgumentException(
            $"The catalogue has {catalog.Count} movies, the matrix {ratings.ItemCount} columns.", nameof(catalog));

    private static GibbsChain Chain(
        RatingMatrix ratings, SparseFeatures itemFeatures, BayesianMatrixFactorizationOptions options) =>
        ratings.Count > 0
            ? new GibbsChain(ratings, itemFeatures, options)
            : throw new ArgumentException("Training needs at least one rating.", nameof(ratings));

    private BayesianMatrixFactorization Run(GibbsChain chain, RatingMatrix ratings, CancellationToken cancellation)
    {
        chain.Run(Observer, cancellation);
        return new BayesianMatrixFactorization(Compress(chain, RatingScale.Of(ratings)));
    }

    private BayesianMatrixFactorizationParameters Compress(GibbsChain chain, RatingScale scale)
    {
        var posterior = chain.Posterior;
        var coefficients = posterior.UserCoefficients();
        var itemFeatures = chain.Items.Features;

        // A user's prior mean is h + 3 · mean of B f_j + B_n (ln(1 + n) − mean). The items' part can be computed in advance.
        var perItem = (float[])coefficients.Clone();
        perItem.AsSpan(0, Rank).Clear();
        TensorPrimitives.Multiply(perItem, UserFeatures.MeanScale, perItem);
        var priorShares = new float[itemFeatures.RowCount * Rank];
        for (var item = 0; item < itemFeatures.RowCount; item++)
            itemFeatures.Combine(item, perItem, priorShares.AsSpan(item * Rank, Rank));

        return new BayesianMatrixFactorizationParameters
        {
            Mean = chain.Mean,
            Scale = scale,
            ItemMeans = posterior.ItemMeans(),
            ItemCovariances = posterior.ItemCovariances(),
            ItemWeights = posterior.ItemWeights(),
            ItemPriorShares = priorShares,
            UserPriorMean = coefficients[..Rank],
            UserCountSlope = coefficients[^Rank..],
            UserMeanLogCount = (float)chain.MeanLogCount,
            StrangerMean = StrangerMean(chain.Users, coefficients),
            UserPrecision = posterior.UserPrecision(),
            NoisePrecision = (float)posterior.NoisePrecision(),
            NoiseDegreesOfFreedom = (float)_options.NoiseDegreesOfFreedom,
        };
    }

    /// <summary>The mean of the prior means of the users in training: the best guess for a user without ratings.</summary>
    private static float[] StrangerMean(FactorSide users, float[] coefficients)
    {
        Span<float> mean = stackalloc float[Rank];
        var sum = new double[Rank];
        foreach (var user in users.Active)
        {
            users.Features.Combine(user, coefficients, mean);
            for (var d = 0; d < Rank; d++)
                sum[d] += mean[d];
        }

        return [.. sum.Select(entry => (float)(entry / users.Active.Length))];
    }

    private static BayesianMatrixFactorizationOptions Valid(BayesianMatrixFactorizationOptions options)
    {
        options.Validate();
        return options;
    }
}
