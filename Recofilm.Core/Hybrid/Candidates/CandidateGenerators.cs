using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>Finds the best movies of each <see cref="CandidateGenerator"/> that a user has not rated.</summary>
/// <param name="members">The members.</param>
internal sealed class CandidateGenerators(HybridMembers members)
{
    private readonly int[] _unrated =
        [.. Enumerable.Range(0, members.ItemCount).Where(item => members.Statistics.Counts[item] == 0)];

    private readonly PopularItems? _lately = members.Trends.End is null
        ? null
        : new PopularItems(members.Trends, members.Collaborative.Blend.TrendHalfLifeDays);

    private readonly PopularItems? _ever =
        members.Trends.End is null ? null : new PopularItems(members.Trends, double.PositiveInfinity);

    /// <summary>The movies that nobody has rated, which only their content can find.</summary>
    public ReadOnlySpan<int> UnratedMovies => _unrated;

    /// <summary>
    /// Removes the movies that the user has rated from the rows that only generators read; comes before the first
    /// <see cref="Find"/>.
    /// </summary>
    /// <param name="scores">The members' scores.</param>
    /// <param name="history">The user's ratings.</param>
    public static void Prepare(in MemberScores scores, in RatingHistory history)
    {
        Remove(history, scores.NeighboursOfVisit);
        Remove(history, scores.FactorsOfBlend);
    }

    /// <summary>Finds the best movies of a generator.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="scores">The members' scores, prepared.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="scratch">Scratch of one value per item.</param>
    /// <param name="best">Receives item indices, best first; its length is the number wanted.</param>
    /// <returns>The number found.</returns>
    public int Find(
        CandidateGenerator generator, in MemberScores scores, in RatingHistory history, Span<float> scratch, Span<int> best)
    {
        switch (generator)
        {
            case CandidateGenerator.RankingHead:
                scores.Collaborative.CopyTo(scratch);
                Remove(history, scratch);
                return TopK.Select(scratch, best);
            case CandidateGenerator.NeighboursOfVisit:
                return TopK.Select(scores.NeighboursOfVisit, best);
            case CandidateGenerator.Factors:
                return TopK.Select(scores.FactorsOfBlend, best);
            case CandidateGenerator.PopularLately:
                return Popular(_lately, scores, history, best);
            case CandidateGenerator.PopularEver:
                return Popular(_ever, scores, history, best);
            default:
                return Unrated(scores, scratch, best);
        }
    }

    // Without times there is no order by popularity before a request.
    private static int Popular(PopularItems? popular, in MemberScores scores, in RatingHistory history, Span<int> best)
    {
        if (popular is null)
            return 0;
        var found = 0;
        foreach (var item in popular.At(history.RequestTime))
        {
            if (found == best.Length)
                break;
            if (!float.IsNegativeInfinity(scores.NeighboursOfVisit[item]))
                best[found++] = item;
        }

        return found;
    }

    private int Unrated(in MemberScores scores, Span<float> scratch, Span<int> best)
    {
        members.Content.ScoreProfile(scores.ContentProfile, _unrated, scratch);
        best = best[..TopK.Select(scratch[.._unrated.Length], best)];
        foreach (ref var item in best)
            item = _unrated[item];
        return best.Length;
    }

    private static void Remove(in RatingHistory history, Span<float> scores)
    {
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
    }
}
