using Recofilm.Core.Metrics;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>
/// Learns the blend for returning users, above all the time over which popularity changes: weeks in one data set, years in
/// another. A model that learnt from two thirds of the users is asked at the start of the others' visits, and its lists are
/// judged by what they liked in the visit. Models hold nothing of users, so all visits of a user can be asked, and few trainings
/// give many of them. The blend changes by one value at a time, and only where lists are significantly better for the same visits
/// (Student's paired t, by user).
/// </summary>
/// <param name="options">The options of the training.</param>
/// <param name="fit">Fits a model to some users' ratings.</param>
/// <param name="parallel">The threads, on which the result does not depend, and the cancellation.</param>
internal sealed class ReturnBlendLearner(
    CollaborativeOptions options, Func<RatingMatrix, CollaborativeModel> fit, ParallelOptions parallel)
{
    private const double Significance = 0.05;
    private const int Folds = 3;
    private const int VisitsOfUser = 8;
    private const int Rounds = 3;

    /// <summary>Learns the blend.</summary>
    /// <param name="model">The model of all ratings, with the blend that the options state.</param>
    /// <param name="ratings">The ratings of some or all users, with timestamps.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public LearnedSessionBlend Learn(CollaborativeModel model, RatingMatrix ratings)
    {
        var grid = new ReturnBlendGrid(model.Blend, model.Trends.SpanDays);
        var visits = ReturnVisit.In(ratings, VisitsOfUser, options.ReturnVisits, options.Seed);
        return visits.Length == 0 ? model.Blend : grid.With(Best(grid, Ask(grid, model, ratings, visits)));
    }

    private ReturnRequest[] Ask(ReturnBlendGrid grid, CollaborativeModel model, RatingMatrix ratings, ReturnVisit[] visits)
    {
        var models = Enumerable.Range(0, Folds).Select(fold => fit(Without(ratings, fold))).ToArray();
        var releases = new ReleaseRecency(model.Trends, model.Blend.NewnessYears);
        var requests = new ReturnRequest[visits.Length];

        // Requests of one period know the same ratings, so they share the trends.
        var periods = Enumerable.Range(0, visits.Length)
            .GroupBy(place => model.Trends.PeriodStart(ratings.Timestamps[visits[place].Start]));
        Parallel.ForEach(periods, parallel, period =>
        {
            var trends = Array.ConvertAll(
                grid.HalfLivesDays,
                days => new PopularityTrend(model.Trends, days, model.Blend.TrendPseudoRatings).At(period.Key).ToArray());
            foreach (var place in period)
            {
                var unseen = models[FoldOf(ratings.UserIds[visits[place].User])];
                requests[place] = new ReturnRequest(grid, unseen, trends, releases, ratings, visits[place]);
            }
        });
        return requests;
    }

    private ReturnBlendGrid.Choice Best(ReturnBlendGrid grid, ReturnRequest[] requests)
    {
        var users = Array.ConvertAll(requests, request => request.User);
        var (best, ndcg) = (grid.Start, Judge(requests, grid.Start));
        for (var round = 0; round < Rounds; round++)
        {
            var before = best;
            foreach (var step in grid.Steps)
                (best, ndcg) = BestOf(step(best), best, ndcg);
            if (best == before)
                break;
        }

        return best;

        (ReturnBlendGrid.Choice, double[]) BestOf(
            IEnumerable<ReturnBlendGrid.Choice> others, ReturnBlendGrid.Choice stays, double[] staysNdcg)
        {
            var (found, foundNdcg, gain) = (stays, staysNdcg, 0.0);
            foreach (var other in others)
            {
                var otherNdcg = Judge(requests, other);
                var comparison = PairedComparison.Of(otherNdcg, staysNdcg, users);
                if (comparison.Difference > gain && comparison.PValue < Significance)
                    (found, foundNdcg, gain) = (other, otherNdcg, comparison.Difference);
            }

            return (found, foundNdcg);
        }
    }

    private double[] Judge(ReturnRequest[] requests, ReturnBlendGrid.Choice choice)
    {
        var ndcg = new double[requests.Length];
        Parallel.For(0, requests.Length, parallel, place => ndcg[place] = requests[place].Ndcg(choice));
        return ndcg;
    }

    private RatingMatrix Without(RatingMatrix ratings, int fold)
    {
        var keep = new bool[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
            keep.AsSpan()[ratings.RowStarts[user]..ratings.RowStarts[user + 1]].Fill(FoldOf(ratings.UserIds[user]) != fold);
        return ratings.Where(keep);
    }

    private int FoldOf(int userId) =>
        (int)(new CounterRandom(options.Seed, 0, RandomStreamId.ReturnFolds, userId).NextUInt32() % Folds);
}
