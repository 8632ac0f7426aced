using System.Numerics;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>Finds the best movies of each <see cref="CandidateGenerator"/> that a user has not rated.</summary>
/// <param name="members">The members.</param>
internal sealed class CandidateGenerators(HybridMembers members)
{
    private const float OlderThanYears = 10;
    private const float NewForYears = 2;

    private readonly int[] _unrated =
        [.. Enumerable.Range(0, members.ItemCount).Where(item => members.Statistics.Counts[item] == 0)];

    private readonly PopularItems? _now = PopularOf(members, 0.25);
    private readonly PopularItems? _lately = PopularOf(members, 1);
    private readonly PopularItems? _years = PopularOf(members, 4);
    private readonly PopularItems? _ever = PopularOf(members, double.PositiveInfinity);
    private readonly GenrePreference _genres = new(members);

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
            case CandidateGenerator.NeighboursOfLast:
                return Neighbours(MemberScores.Last, scores, history, scratch, best);
            case CandidateGenerator.NeighboursOfLastFew:
                return Neighbours(MemberScores.LastFew, scores, history, scratch, best);
            case CandidateGenerator.NeighboursOfRecent:
                return Neighbours(MemberScores.Recent, scores, history, scratch, best);
            case CandidateGenerator.NeighboursOfAll:
                return Neighbours(MemberScores.All, scores, history, scratch, best);
            case CandidateGenerator.NeighboursOfOlder:
                return Older(scores, history, scratch, best);
            case CandidateGenerator.Unrated:
                return Unrated(scores, scratch, best);
            case CandidateGenerator.UnratedReleases:
                return UnratedReleases(scores, history, scratch, best);
            default:
                return Popular(generator, scores, history, best);
        }
    }

    // Without times there is no order by popularity before a request.
    private static PopularItems? PopularOf(HybridMembers members, double halfLives) => members.Trends.End is null
        ? null
        : new PopularItems(members.Trends, halfLives * members.Collaborative.Blend.TrendHalfLifeDays);

    private static int Neighbours(
        int window, in MemberScores scores, in RatingHistory history, Span<float> scratch, Span<int> best)
    {
        scores.Neighbours.CopyTo(window, scratch);
        Remove(history, scratch);
        return TopK.Select(scratch, best);
    }

    private int Older(in MemberScores scores, in RatingHistory history, Span<float> scratch, Span<int> best)
    {
        scores.Neighbours.CopyTo(MemberScores.All, scratch);
        Remove(history, scratch);
        RemoveAfter(YearOf(history) - OlderThanYears, scratch);
        return TopK.Select(scratch, best);
    }

    private int Popular(CandidateGenerator generator, in MemberScores scores, in RatingHistory history, Span<int> best)
    {
        var popular = generator switch
        {
            CandidateGenerator.PopularNow => _now,
            CandidateGenerator.PopularLately or CandidateGenerator.PopularLatelyOfGenres => _lately,
            CandidateGenerator.PopularForYears => _years,
            _ => _ever,
        };
        if (popular is null)
            return 0;
        var wanted = generator is CandidateGenerator.PopularOfGenres or CandidateGenerator.PopularLatelyOfGenres
            ? _genres.Of(history)
            : 0;
        var found = 0;
        foreach (var item in popular.At(history.RequestTime))
        {
            if (found == best.Length)
                break;
            if (!float.IsNegativeInfinity(scores.NeighboursOfVisit[item]) && (wanted == 0 || (_genres.Of(item) & wanted) != 0))
                best[found++] = item;
        }

        return found;
    }

    private int Unrated(in MemberScores scores, Span<float> scratch, Span<int> best)
    {
        members.Content.ScoreProfile(scores.ContentProfile, _unrated, scratch);
        return SelectUnrated(scratch, best);
    }

    private int UnratedReleases(in MemberScores scores, in RatingHistory history, Span<float> scratch, Span<int> best)
    {
        members.Content.ScoreProfile(scores.ContentProfile, _unrated, scratch);
        var now = YearOf(history);
        for (var place = 0; place < _unrated.Length; place++)
        {
            if (now - members.Trends.Years[_unrated[place]] is < 0 or > NewForYears)
                scratch[place] = float.NegativeInfinity;
        }

        return SelectUnrated(scratch, best);
    }

    private int SelectUnrated(ReadOnlySpan<float> scores, Span<int> best)
    {
        best = best[..TopK.Select(scores[.._unrated.Length], best)];
        foreach (ref var item in best)
            item = _unrated[item];
        return best.Length;
    }

    private float YearOf(in RatingHistory history) =>
        members.Trends.YearAt(history.HasTimestamps ? history.RequestTime : null);

    private void RemoveAfter(float year, Span<float> scores)
    {
        var years = members.Trends.Years;
        var (latest, removed) = (new Vector<float>(year), new Vector<float>(float.NegativeInfinity));
        var item = 0;
        for (; item + Vector<float>.Count <= scores.Length; item += Vector<float>.Count)
        {
            var isLater = Vector.GreaterThan(new Vector<float>(years[item..]), latest);
            Vector.ConditionalSelect(isLater, removed, new Vector<float>(scores[item..])).CopyTo(scores[item..]);
        }

        for (; item < scores.Length; item++)
        {
            if (years[item] > year)
                scores[item] = float.NegativeInfinity;
        }
    }

    private static void Remove(in RatingHistory history, Span<float> scores)
    {
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
    }
}
