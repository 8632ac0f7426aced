using System.Buffers;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>Picks the candidates of the learned ranking: the best movies of every generator, by its quota.</summary>
/// <param name="members">The members.</param>
internal sealed class CandidateSelection(HybridMembers members)
{
    private readonly CandidateGenerators _generators = new(members);

    /// <summary>The movies that nobody has rated, which only their content can find.</summary>
    public ReadOnlySpan<int> UnratedMovies => _generators.UnratedMovies;

    /// <summary>Picks candidates.</summary>
    /// <param name="scores">
    /// The members' scores. Rated movies are removed from the rows that only this selection reads.
    /// </param>
    /// <param name="history">The user's ratings; rated movies are not candidates.</param>
    /// <param name="quotas">The number of candidates from each generator.</param>
    /// <param name="candidates">
    /// Receives item indices, ascending; at least <see cref="CandidateQuotas.Places"/> long.
    /// </param>
    /// <returns>The number of candidates.</returns>
    public int Select(in MemberScores scores, in RatingHistory history, CandidateQuotas quotas, Span<int> candidates)
    {
        var rented = ArrayPool<float>.Shared.Rent(members.ItemCount);
        var scratch = rented.AsSpan(0, members.ItemCount);
        CandidateGenerators.Prepare(scores, history);
        var found = 0;
        foreach (var generator in CandidateQuotas.Generators)
        {
            if (quotas[generator] is > 0 and var places)
                found += _generators.Find(generator, scores, history, scratch, candidates.Slice(found, places));
        }

        ArrayPool<float>.Shared.Return(rented);
        return Distinct(candidates[..found]);
    }

    /// <summary>Returns the best movies of every generator, as item indices, best first.</summary>
    /// <param name="scores">As for <see cref="Select"/>.</param>
    /// <param name="history">The user's ratings; rated movies are left out.</param>
    /// <param name="length">The largest length of a list.</param>
    public int[][] Lists(in MemberScores scores, in RatingHistory history, int length)
    {
        var scratch = new float[members.ItemCount];
        CandidateGenerators.Prepare(scores, history);
        var lists = new int[CandidateQuotas.Generators.Length][];
        foreach (var generator in CandidateQuotas.Generators)
        {
            var best = new int[length];
            lists[(int)generator] = best[.._generators.Find(generator, scores, history, scratch, best)];
        }

        return lists;
    }

    private static int Distinct(Span<int> candidates)
    {
        candidates.Sort();
        var distinct = 0;
        foreach (var candidate in candidates)
        {
            if (distinct == 0 || candidates[distinct - 1] != candidate)
                candidates[distinct++] = candidate;
        }

        return distinct;
    }
}
