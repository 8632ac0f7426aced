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
    private int _nextSweep;

    /// <param name="ratings">At least one rating.</param>
    /// <param name="itemFeatures">Side information of the items.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="rank">D, one that <see cref="FactorLayout.Supports"/>.</param>
    public GibbsChain(
        RatingMatrix ratings, SparseFeatures itemFeatures, BayesianMatrixFactorizationOptions options, int rank)
    {
        _options = options;
        Rank = rank;
        _ratingCount = ratings.Count;
        _threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        var sum = 0.0;
        foreach (var rating in ratings.Ratings)
            sum += rating;
        _mean = (float)(sum / ratings.Count);
        var userFeatures = UserFeatures.Build(ratings.Lists, itemFeatures, out var meanLogCount);
        MeanLogCount = meanLogCount;
        Users = new FactorSide(ratings.Lists, userFeatures, FactorStreams.Users, rank, options.Seed);
        Items = new FactorSide(ratings.Columns.Lists, itemFeatures, FactorStreams.Items, rank, options.Seed);
        Posterior = new PosteriorSums(Items, Users, rank);
    }

    /// <summary>D.</summary>
    public int Rank { get; }

    /// <summary>ν.</summary>
    public double NoiseDegreesOfFreedom => _options.NoiseDegreesOfFreedom;

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
    /// Places the items at an earlier training's means and samples users that match them. Items unknown to the earlier training,
    /// and factors that it lacks, keep their places.
    /// </summary>
    /// <param name="earlier">The parameters from the earlier training.</param>
    /// <param name="places">By item: its index in <paramref name="earlier"/>, or −1.</param>
    /// <param name="sweep">A number that no sweep of this chain has, so that its random numbers are used nowhere else.</param>
    /// <param name="cancellation">Stops the sampling.</param>
    public void StartFrom(
        BayesianMatrixFactorizationParameters earlier, ReadOnlySpan<int> places, int sweep, CancellationToken cancellation)
    {
        var shared = Math.Min(Rank, earlier.Rank);
        var means = earlier.ItemMeans.Span;
        var weights = earlier.ItemWeights.Span;
        _noisePrecision = earlier.NoisePrecision;
        foreach (var item in Items.Active)
        {
            if (places[item] < 0)
                continue;
            means.Slice(places[item] * earlier.Rank, shared).CopyTo(Items.Factors.Row(item, Rank));
            Items.Weights.Span[item] = weights[places[item]];
        }

        Users.Sample(Items, Pass(sweep, cancellation), posterior: null);
    }

    /// <summary>
    /// Starts where another chain over the same users and items stands. Factors that it lacks keep their random places; the next
    /// sweep samples the users' given the items'.
    /// </summary>
    public void ContinueFrom(GibbsChain other)
    {
        _noisePrecision = other._noisePrecision;
        _nextSweep = other._nextSweep;
        Users.ContinueFrom(other.Users);
        Items.ContinueFrom(other.Items);
    }

    /// <summary>
    /// Runs sweeps. Reports <c>svd_residual</c>: the root of the mean squared error of the sample on its training ratings, each
    /// weighted as the sample weights it.
    /// </summary>
    public void Run(SweepSchedule schedule, TrainingObserver? observer, CancellationToken cancellation)
    {
        for (var place = 0; place < schedule.Sweeps; place++, _nextSweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            SamplePriors(_nextSweep);
            if (schedule.Keeps(place - 1))
                Posterior.AddUserPrior(Users.Prior, _noisePrecision);
            var error = SampleFactors(_nextSweep, schedule.Keeps(place), cancellation);
            observer?.Invoke("svd_residual", _nextSweep, Math.Sqrt(error / _ratingCount));
        }

        // A kept sample pairs items with the users' prior that is sampled after them; the last sample still lacks it.
        if (schedule.Samples == 0)
            return;
        SamplePriors(_nextSweep++);
        Posterior.AddUserPrior(Users.Prior, _noisePrecision);
    }

    internal void SamplePriors(int sweep)
    {
        Items.SamplePrior(_options.Seed, sweep);
        Users.SamplePrior(_options.Seed, sweep);
    }

    internal double SampleFactors(int sweep, bool isKept, CancellationToken cancellation)
    {
        var pass = Pass(sweep, cancellation);
        var posterior = isKept ? Posterior : null;
        Users.Sample(Items, pass, posterior: null);
        var error = Items.Sample(Users, pass, posterior);
        posterior?.AddUnratedItems();

        // α ~ Gamma(1 + N / 2, 1 + ½ Σ a_u a_i e²).
        var random = new CounterRandom(_options.Seed, sweep, RandomStreamId.RatingPrecision, 0);
        _noisePrecision = random.NextGamma(1 + (_ratingCount / 2.0)) / (1 + (error / 2));
        return error;
    }

    private SweepPass Pass(int sweep, CancellationToken cancellation) =>
        new(_options.Seed, sweep, _mean, _noisePrecision, _options.NoiseDegreesOfFreedom, _threads, cancellation);
}
