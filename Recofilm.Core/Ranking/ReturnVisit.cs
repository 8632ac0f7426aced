using Recofilm.Core.Metrics;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>One return of a user: positions in a rating matrix.</summary>
/// <param name="User">The user index.</param>
/// <param name="Row">The position of the user's first rating, with which the history begins.</param>
/// <param name="Start">The position of the visit's first rating.</param>
/// <param name="End">The position after the visit's last rating.</param>
internal readonly record struct ReturnVisit(int User, int Row, int Start, int End)
{
    /// <summary>
    /// Finds users' visits after their first in which they liked a movie, with at least
    /// <see cref="EvaluationProtocol.MinimumRatings"/> ratings before them. A seeded draw keeps some of them.
    /// </summary>
    /// <param name="ratings">Ratings with timestamps.</param>
    /// <param name="ofUser">The largest number of visits of a user.</param>
    /// <param name="ofAll">The largest number of visits of all users.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static ReturnVisit[] In(RatingMatrix ratings, int ofUser, int ofAll, ulong seed)
    {
        var visits = new List<ReturnVisit>();
        for (var user = 0; user < ratings.UserCount; user++)
            visits.AddRange(Draw(Of(ratings, user), ofUser, seed));
        return [.. Draw(visits, ofAll, seed).OrderBy(visit => visit.Start)];
    }

    /// <summary>Returns the user's ratings as a request at the start of the visit knows them.</summary>
    public RatingHistory HistoryIn(RatingMatrix ratings) => new(
        ratings.Items[Row..Start], ratings.Ratings[Row..Start], ratings.Timestamps[Row..Start], ratings.Timestamps[Start]);

    private static IEnumerable<ReturnVisit> Of(RatingMatrix ratings, int user)
    {
        var (row, end) = (ratings.RowStarts[user], ratings.RowStarts[user + 1]);
        var start = row;
        while (start < end)
        {
            var next = start + 1;
            while (next < end && ratings.Timestamps[next] - ratings.Timestamps[next - 1] < EvaluationProtocol.VisitGapSeconds)
                next++;
            if (start - row >= EvaluationProtocol.MinimumRatings
                && ratings.Ratings[start..next].ContainsAnyInRange(PreferenceWeights.LikedFrom, float.MaxValue))
            {
                yield return new ReturnVisit(user, row, start, next);
            }

            start = next;
        }
    }

    private static IEnumerable<ReturnVisit> Draw(IEnumerable<ReturnVisit> visits, int count, ulong seed) => visits
        .OrderBy(visit => new CounterRandom(seed, 0, RandomStreamId.ReturnVisits, visit.Start).NextUInt32()).Take(count);
}
