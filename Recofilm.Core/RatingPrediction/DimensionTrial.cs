using Recofilm.Core.Metrics;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// Chooses D within a training. A chain of the smaller D burns in on the ratings less a sample. From there it and a copy of the
/// larger D go on and predict the sample as requests would. The larger D is taken when its errors are significantly smaller.
/// </summary>
/// <param name="options">Valid options.</param>
internal sealed class DimensionTrial(BayesianMatrixFactorizationOptions options)
{
    /// <summary>The largest probability, between equal models, of a gain for which the larger D is taken.</summary>
    private const double Significance = 0.01;

    /// <summary>About so many users are tested. The gain at a million ratings is then ten standard errors.</summary>
    private const int TestedUsers = 2000;

    /// <summary>One rating in this many of a tested user is held back.</summary>
    private const int HeldBackShare = EvaluationProtocol.Folds;

    /// <summary>A phase of the trial is the burn-in over this: one is shared, one is each chain's own, one is measured.</summary>
    private const int Phases = 7;

    /// <summary>
    /// Sweeps in which the larger D takes in the ratings that were held back. It burned in during the trial, and its sweeps cost
    /// more than twice as much.
    /// </summary>
    private const int WideBurnIn = 2;

    /// <summary>
    /// Returns whether there are as many ratings as factors of the larger D. With fewer the gain is too small for its time.
    /// </summary>
    public static bool IsWorthwhile(RatingMatrix ratings) =>
        ratings.Count > 0 && ratings.Count >= (long)FactorLayout.WideRank * (Rated(ratings.Lists) + Rated(ratings.Columns.Lists));

    /// <summary>Runs the trial.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="itemFeatures">Side information of the items.</param>
    /// <param name="observer">Receives the progress of the smaller chain.</param>
    /// <param name="cancellation">Stops the trial between sweeps.</param>
    /// <returns>The chain of the chosen D, at the end of its sweeps on most of the ratings.</returns>
    public GibbsChain Run(
        RatingMatrix ratings, SparseFeatures itemFeatures, TrainingObserver? observer, CancellationToken cancellation)
    {
        var isTest = HoldBack(ratings);
        var test = ratings.Where(isTest);
        var train = ratings.Where(Array.ConvertAll(isTest, held => !held));
        var narrow = new GibbsChain(train, itemFeatures, options, FactorLayout.NarrowRank);
        var phase = options.BurnInSweeps / Phases;
        narrow.Run(new SweepSchedule(phase, 0, 1), observer, cancellation);
        var wide = new GibbsChain(train, itemFeatures, options, FactorLayout.WideRank);
        wide.ContinueFrom(narrow);

        var schedule = new SweepSchedule(phase, Math.Max(1, phase), 1);
        var scale = RatingScale.Of(train);
        double[] ErrorsOf(GibbsChain chain, TrainingObserver? progress)
        {
            chain.Run(schedule, progress, cancellation);
            var model = new BayesianMatrixFactorization(PublishedParameters.Of(chain, scale));
            var errors = new RatingEvaluator(TimeProvider.System, options.Threads).Test(train, test, model, cancellation);
            return [.. errors.Where(user => user.Count > 0).Select(user => user.Squared)];
        }

        var gain = PairedComparison.Of(ErrorsOf(narrow, observer), ErrorsOf(wide, null));
        return gain.Difference > 0 && gain.PValue < Significance ? wide : narrow;
    }

    /// <summary>
    /// Counts the sweeps from the trial to the first kept one. The smaller D completes the burn-in of the options.
    /// </summary>
    public int BurnInAfter(GibbsChain chosen) => chosen.Rank == FactorLayout.NarrowRank
        ? options.BurnInSweeps - (3 * (options.BurnInSweeps / Phases))
        : Math.Min(options.BurnInSweeps, WideBurnIn);

    private bool[] HoldBack(RatingMatrix ratings)
    {
        var isTest = new bool[ratings.Count];
        var testedShare = (double)TestedUsers / ratings.UserCount;
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var random = new CounterRandom(options.Seed, 0, RandomStreamId.DimensionTrial, user);
            if (random.NextUniform() >= testedShare)
                continue;
            for (var position = ratings.RowStarts[user]; position < ratings.RowStarts[user + 1]; position++)
                isTest[position] = random.NextUInt32() % HeldBackShare == 0;
        }

        return isTest;
    }

    private static int Rated(RatingLists lists) =>
        Enumerable.Range(0, lists.Count).Count(entity => lists.CountOf(entity) > 0);
}
