using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// The Markov chain over everything unknown: both sides' priors, factors and noise weights, and α. A sweep samples each in
/// turn given the rest:
/// <code>
/// 1. h, Λ, B, λ of items, then of users
/// 2. w_u, a_u of every user given the items
/// 3. v_i, a_i of every item given the users
/// 4. α given all errors
/// </code>
/// </summary>
internal sealed class GibbsChain
{
    private readonly BayesianMatrixFactorizationOptions _options;
    private readonly int _ratingCount;
    private readonly float _mean;
    private readonly int _threads;
    private double _noisePrecision = 1;

    /// <param name="ratings">At least one rating.</param>
    /// <param name="itemFeatures">Side information of the items.</param>
    /// <param name="options">Valid options.</param>
    public GibbsChain(RatingMatrix ratings, SparseFeatures itemFeatures, BayesianMatrixFactorizationOptions options)
    {
        _options = options;
        _ratingCount = ratings.Count;
        _threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        var sum = 0.0;
        foreach (var rating in ratings.Ratings)
            sum += rating;
        _mean = (float)(sum / ratings.Count);
        var userFeatures = UserFeatures.Build(ratings.Lists, itemFeatures, out var meanLogCount);
        MeanLogCount = meanLogCount;
        Users = new FactorSide(ratings.Lists, userFeatures, FactorStreams.Users, options.Seed);
        Items = new FactorSide(ratings.Columns.Lists, itemFeatures, FactorStreams.Items, options.Seed);
        Posterior = new PosteriorSums(Items, Users);
    }

    /// <summary>The users' side.</summary>
    public FactorSide Users { get; }

    /// <summary>The items' side.</summary>
    public FactorSide Items { get; }

    /// <summary>The sums over the kept samples.</summary>
    public PosteriorSums Posterior { get; }

    /// <summary>μ.</summary>
    public float Mean => _mean;

    /// <summary>The mean of ln(1 + n_u).</summary>
    public double MeanLogCount { get; }

    /// <summary>
    /// Places the items at an earlier chain's means and samples users that match them. Items unknown to the earlier chain keep
    /// their places.
    /// </summary>
    /// <param name="earlier">The parameters from the earlier chain.</param>
    /// <param name="places">By item: its index in <paramref name="earlier"/>, or −1.</param>
    /// <param name="cancellation">Stops the sampling.</param>
    public void StartFrom(BayesianMatrixFactorizationParameters earlier, ReadOnlySpan<int> places, CancellationToken cancellation)
    {
        const int rank = FactorLayout.Rank;
        var means = earlier.ItemMeans.Span;
        var weights = earlier.ItemWeights.Span;
        _noisePrecision = earlier.NoisePrecision;
        foreach (var item in Items.Active)
        {
            if (places[item] < 0)
                continue;
            means.Slice(places[item] * rank, rank).CopyTo(Items.Factors.Row(item));
            Items.Weights.Span[item] = weights[places[item]];
        }

        // No sweep has this number, so these random numbers are used nowhere else.
        var pass = new SweepPass(
            _options.Seed, _options.Sweeps, _mean, _noisePrecision, _options.NoiseDegreesOfFreedom, _threads, cancellation);
        Users.Sample(Items, pass, posterior: null);
    }

    /// <summary>
    /// Runs all sweeps of the options. Reports <c>svd_residual</c>: the root of the mean squared error of the sample on its
    /// training ratings, each weighted as the sample weights it.
    /// </summary>
    public void Run(TrainingObserver? observer, CancellationToken cancellation)
    {
        for (var sweep = 0; sweep < _options.Sweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            SamplePriors(sweep);
            if (IsKept(sweep - 1))
                Posterior.AddUserPrior(Users.Prior, _noisePrecision);
            var error = SampleFactors(sweep, cancellation);
            observer?.Invoke("svd_residual", sweep, Math.Sqrt(error / _ratingCount));
        }

        // A kept sample pairs items with the users' prior that is sampled after them; the last sample still lacks it.
        SamplePriors(_options.Sweeps);
        Posterior.AddUserPrior(Users.Prior, _noisePrecision);
    }

    internal void SamplePriors(int sweep)
    {
        Items.SamplePrior(_options.Seed, sweep);
        Users.SamplePrior(_options.Seed, sweep);
    }

    internal double SampleFactors(int sweep, CancellationToken cancellation)
    {
        var pass = new SweepPass(
            _options.Seed, sweep, _mean, _noisePrecision, _options.NoiseDegreesOfFreedom, _threads, cancellation);
        var posterior = IsKept(sweep) ? Posterior : null;
        Users.Sample(Items, pass, posterior: null);
        var error = Items.Sample(Users, pass, posterior);
        posterior?.AddUnratedItems();

        // α ~ Gamma(1 + N / 2, 1 + ½ Σ a_u a_i e²).
        var random = new CounterRandom(_options.Seed, sweep, RandomStreamId.RatingPrecision, 0);
        _noisePrecision = random.NextGamma(1 + (_ratingCount / 2.0)) / (1 + (error / 2));
        return error;
    }

    private bool IsKept(int sweep) =>
        sweep >= _options.BurnInSweeps && (sweep - _options.BurnInSweeps + 1) % _options.SampleInterval == 0;
}
