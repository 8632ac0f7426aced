using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>Computes the <see cref="RankingFeature"/>s of a request's candidates, feature-major.</summary>
/// <param name="members">The members, whose scores the features are.</param>
internal sealed class CandidateFeatures(HybridMembers members)
{
    /// <summary>Number of features.</summary>
    public static readonly int Count = Enum.GetValues<RankingFeature>().Length;

    private const float PriorRatings = 5f;

    private readonly float _likedShare = LikedShareOf(members);
    private readonly MovieRates _rates = new(members.Trends);

    /// <summary>Fills the features.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="scores">The members' scores.</param>
    /// <param name="candidates">Item indices.</param>
    /// <param name="columns">Receives feature f of candidate c at f × candidates + c.</param>
    public void Fill(in RatingHistory history, in MemberScores scores, ReadOnlySpan<int> candidates, Span<float> columns)
    {
        var user = UserContext.Of(history, members);
        AddMembers(scores, user, candidates, columns);
        AddMovies(history, user, candidates, columns);
        AddRequest(user, candidates.Length, columns);
    }

    private static void AddMembers(
        in MemberScores scores, in UserContext user, ReadOnlySpan<int> candidates, Span<float> columns)
    {
        var count = candidates.Length;
        for (var memory = 0; memory < 5; memory++)
            Gather(scores.Neighbours(memory), candidates, Column(columns, RankingFeature.NeighboursOfLast + memory, count));
        for (var memory = 0; memory < 3; memory++)
            Gather(scores.Factors(memory), candidates, Column(columns, RankingFeature.FactorsOfVisit + memory, count));
        Gather(scores.Collaborative, candidates, Column(columns, RankingFeature.Collaborative, count));
        Gather(scores.Content, candidates, Column(columns, RankingFeature.ContentOfAll, count));
        Gather(scores.ContentOfLastFew, candidates, Column(columns, RankingFeature.ContentOfLastFew, count));
        var predicted = Column(columns, RankingFeature.PredictedRating, count);
        Gather(scores.PredictedRatings, candidates, predicted);
        TensorPrimitives.Subtract(predicted, user.RatingMean, Column(columns, RankingFeature.PredictedAboveMean, count));
        Rank(Column(columns, RankingFeature.NeighboursOfVisit, count), Column(columns, RankingFeature.NeighbourRank, count));
        Rank(Column(columns, RankingFeature.FactorsOfAll, count), Column(columns, RankingFeature.FactorRank, count));
    }

    private void AddMovies(
        in RatingHistory history, in UserContext user, ReadOnlySpan<int> candidates, Span<float> columns)
    {
        var (statistics, trends) = (members.Statistics, members.Trends);
        var count = candidates.Length;
        var rates = _rates.At(history.RequestTime);
        var now = trends.YearAt(history.HasTimestamps ? history.RequestTime : null);
        for (var place = 0; place < count; place++)
        {
            var item = candidates[place];
            var ratingRate = trends.LogRate(statistics.Counts[item]);
            var (recentRate, yearsRate, before) = rates.Of(item);
            var year = trends.Years[item];
            Set(columns, RankingFeature.LikeRate, trends.LogRate(statistics.LikedCounts[item]));
            Set(columns, RankingFeature.RatingRate, ratingRate);
            Set(columns, RankingFeature.LikedShare, (statistics.LikedCounts[item] + (PriorRatings * _likedShare))
                / (statistics.Counts[item] + PriorRatings));
            Set(columns, RankingFeature.MeanRating, statistics.BayesianAverages[item]);
            Set(columns, RankingFeature.RecentRate, recentRate);
            Set(columns, RankingFeature.YearsRate, yearsRate);
            Set(columns, RankingFeature.RecentShare, recentRate - before);
            Set(columns, RankingFeature.YearsShare, yearsRate - before);
            Set(columns, RankingFeature.RatedBefore, before);
            Set(columns, RankingFeature.Age, Math.Clamp(now - year, -5, 60));
            Set(columns, RankingFeature.YearDistance, MathF.Abs(year - user.RecentYear));
            Set(columns, RankingFeature.YearDifference, year - user.RecentYear);
            Set(columns, RankingFeature.YearDistanceToLast, MathF.Abs(year - user.LastYear));
            Set(columns, RankingFeature.RatingRateDifference, ratingRate - user.RecentRatingRate);

            void Set(Span<float> to, RankingFeature feature, float value) => to[((int)feature * count) + place] = value;
        }
    }

    private static void AddRequest(in UserContext user, int count, Span<float> columns)
    {
        Column(columns, RankingFeature.SecondsSinceLastRating, count).Fill(user.LogSecondsSinceLastRating);
        Column(columns, RankingFeature.RatingCount, count).Fill(user.LogCount);
        Column(columns, RankingFeature.RatingMean, count).Fill(user.RatingMean);
        Column(columns, RankingFeature.VisitLength, count).Fill(user.LogVisitLength);
        Column(columns, RankingFeature.RecentRatingRate, count).Fill(user.RecentRatingRate);
        Column(columns, RankingFeature.RecentYearSpread, count).Fill(user.RecentYearSpread);
    }

    private static float LikedShareOf(HybridMembers members)
    {
        long liked = 0, rated = 0;
        for (var item = 0; item < members.ItemCount; item++)
        {
            liked += members.Statistics.LikedCounts[item];
            rated += members.Statistics.Counts[item];
        }

        return rated == 0 ? 0 : (float)liked / rated;
    }

    private static Span<float> Column(Span<float> columns, RankingFeature feature, int count) =>
        columns.Slice((int)feature * count, count);

    private static void Gather(ReadOnlySpan<float> scores, ReadOnlySpan<int> candidates, Span<float> column)
    {
        for (var place = 0; place < candidates.Length; place++)
            column[place] = scores[candidates[place]];
    }

    // ln(1 + rank) among the candidates, the best 0.
    private static void Rank(ReadOnlySpan<float> scores, Span<float> ranks)
    {
        var keys = ArrayPool<float>.Shared.Rent(scores.Length);
        var order = ArrayPool<int>.Shared.Rent(scores.Length);
        for (var place = 0; place < scores.Length; place++)
            (keys[place], order[place]) = (-scores[place], place);
        Array.Sort(keys, order, 0, scores.Length);
        for (var rank = 0; rank < scores.Length; rank++)
            ranks[order[rank]] = MathF.Log(1 + rank);
        ArrayPool<float>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(order);
    }
}
