using System.Numerics;
using System.Numerics.Tensors;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>Computes the <see cref="RankingFeature"/>s of a request's candidates.</summary>
/// <param name="members">The members whose scores become features.</param>
internal sealed class CandidateFeatures(HybridMembers members)
{
    /// <summary>Number of features.</summary>
    public static readonly int Count = Enum.GetValues<RankingFeature>().Length;

    private const float PriorRatings = 5f;
    private const int LastFew = 5;

    private readonly float[] _likeRates = RatesOf(members, members.Statistics.LikedCounts);
    private readonly float[] _ratingRates = RatesOf(members, members.Statistics.Counts);
    private readonly float[] _likedShares = LikedSharesOf(members);
    private readonly MovieRates _rates = new(members.Trends);

    /// <summary>Computes the features.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="factors">The user's factors in the rating head.</param>
    /// <param name="scores">The members' scores.</param>
    /// <param name="candidates">Item indices.</param>
    /// <param name="columns">Receives the features.</param>
    public void Fill(
        in RatingHistory history, in UserFactors factors, in MemberScores scores, ReadOnlySpan<int> candidates,
        in FeatureColumns columns)
    {
        var user = UserContext.Of(history, members.Trends.Years, _ratingRates, members.Collaborative.Blend.VisitBegins);
        AddMembers(history, factors, scores, user, candidates, columns);
        AddMovies(candidates, columns);
        AddTimes(history, user, candidates, columns);
        AddRequest(user, columns);
    }

    private void AddMembers(
        in RatingHistory history, in UserFactors factors, in MemberScores scores, in UserContext user,
        ReadOnlySpan<int> candidates, in FeatureColumns columns)
    {
        var count = candidates.Length;
        for (var window = 0; window < 5; window++)
            scores.Neighbours.Gather(window, candidates, columns[RankingFeature.NeighboursOfLast + window]);
        scores.Factors.Gather(candidates, columns[RankingFeature.FactorsOfVisit], columns[RankingFeature.FactorsOfRecent]);
        Gather(scores.Collaborative, candidates, columns[RankingFeature.Collaborative]);
        members.Content.ScoreProfile(scores.ContentProfile, candidates, columns[RankingFeature.ContentOfAll]);
        members.Content.Score(Last(history, LastFew), candidates, columns[RankingFeature.ContentOfLastFew]);
        var predicted = columns[RankingFeature.PredictedRating];
        members.Svd.Score(factors, candidates, predicted);
        TensorPrimitives.Subtract(predicted, user.RatingMean, columns[RankingFeature.PredictedAboveMean]);
        Rank(columns[RankingFeature.NeighboursOfVisit], columns[RankingFeature.NeighbourRank]);
        Rank(columns[RankingFeature.FactorsOfRecent], columns[RankingFeature.FactorRank]);
    }

    private void AddMovies(ReadOnlySpan<int> candidates, in FeatureColumns columns)
    {
        Gather(_likeRates, candidates, columns[RankingFeature.LikeRate]);
        Gather(_ratingRates, candidates, columns[RankingFeature.RatingRate]);
        Gather(_likedShares, candidates, columns[RankingFeature.LikedShare]);
        Gather(members.Statistics.BayesianAverages, candidates, columns[RankingFeature.MeanRating]);
    }

    private void AddTimes(
        in RatingHistory history, in UserContext user, ReadOnlySpan<int> candidates, in FeatureColumns columns)
    {
        var trends = members.Trends;
        var rates = _rates.At(history.RequestTime);
        var now = trends.YearAt(history.HasTimestamps ? history.RequestTime : null);
        var recentRates = columns[RankingFeature.RecentRate];
        var yearsRates = columns[RankingFeature.YearsRate];
        var ratedBefore = columns[RankingFeature.RatedBefore];
        var years = columns[RankingFeature.YearDifference];
        var released = trends.Years;
        for (var place = 0; place < candidates.Length; place++)
        {
            (recentRates[place], yearsRates[place], ratedBefore[place]) = rates.Of(candidates[place]);
            years[place] = released[candidates[place]];
        }

        TensorPrimitives.Subtract(recentRates, ratedBefore, columns[RankingFeature.RecentShare]);
        TensorPrimitives.Subtract(yearsRates, ratedBefore, columns[RankingFeature.YearsShare]);
        var ages = columns[RankingFeature.Age];
        TensorPrimitives.Subtract(now, years, ages);
        TensorPrimitives.Clamp(ages, -5, 60, ages);
        var distances = columns[RankingFeature.YearDistanceToLast];
        TensorPrimitives.Subtract(years, user.LastYear, distances);
        TensorPrimitives.Abs(distances, distances);
        TensorPrimitives.Subtract(years, user.RecentYear, years);
        TensorPrimitives.Abs<float>(years, columns[RankingFeature.YearDistance]);
        TensorPrimitives.Subtract(
            columns[RankingFeature.RatingRate], user.RecentRatingRate, columns[RankingFeature.RatingRateDifference]);
    }

    private static void AddRequest(in UserContext user, in FeatureColumns columns)
    {
        columns[RankingFeature.SecondsSinceLastRating].Fill(user.LogSecondsSinceLastRating);
        columns[RankingFeature.RatingCount].Fill(user.LogCount);
        columns[RankingFeature.RatingMean].Fill(user.RatingMean);
        columns[RankingFeature.VisitLength].Fill(user.LogVisitLength);
        columns[RankingFeature.RecentRatingRate].Fill(user.RecentRatingRate);
        columns[RankingFeature.RecentYearSpread].Fill(user.RecentYearSpread);
    }

    private static float[] RatesOf(HybridMembers members, ReadOnlySpan<int> counts)
    {
        var rates = new float[counts.Length];
        for (var item = 0; item < rates.Length; item++)
            rates[item] = members.Trends.LogRate(counts[item]);
        return rates;
    }

    private static float[] LikedSharesOf(HybridMembers members)
    {
        var counts = members.Statistics.Counts;
        var liked = members.Statistics.LikedCounts;
        var rated = TensorPrimitives.Sum(counts);
        var share = rated == 0 ? 0 : (float)TensorPrimitives.Sum(liked) / rated;
        var shares = new float[counts.Length];
        for (var item = 0; item < shares.Length; item++)
            shares[item] = (liked[item] + (PriorRatings * share)) / (counts[item] + PriorRatings);
        return shares;
    }

    // Ratings of the same second stay together: the start moves back to the last change of time.
    private static RatingHistory Last(in RatingHistory history, int count)
    {
        var start = Math.Max(0, history.Count - count);
        if (!history.HasTimestamps)
            return history;
        while (start > 0 && history.Timestamps[start] == history.Timestamps[start - 1])
            start--;
        return new RatingHistory(
            history.Items[start..], history.Ratings[start..], history.Timestamps[start..], history.RequestTime);
    }

    private static void Gather(ReadOnlySpan<float> scores, ReadOnlySpan<int> candidates, Span<float> column)
    {
        for (var place = 0; place < candidates.Length; place++)
            column[place] = scores[candidates[place]];
    }

    // Computes ln(1 + rank) among the candidates, 0 for the best; equal scores share a rank. It counts the better scores of each
    // candidate in whole vectors and without branches; for some hundreds of candidates that is faster than sorting.
    private static void Rank(ReadOnlySpan<float> scores, Span<float> ranks)
    {
        var logarithms = LogRank.Logarithms(scores.Length);
        var whole = scores.Length / Vector<float>.Count * Vector<float>.Count;
        for (var place = 0; place < scores.Length; place++)
        {
            var score = new Vector<float>(scores[place]);
            var better = Vector<int>.Zero;
            for (var start = 0; start < whole; start += Vector<float>.Count)
                better -= Vector.GreaterThan(new Vector<float>(scores[start..]), score);
            var rank = Vector.Sum(better);
            foreach (var other in scores[whole..])
                rank += other > scores[place] ? 1 : 0;
            ranks[place] = logarithms[rank];
        }
    }
}
