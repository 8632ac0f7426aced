using Recofilm.Core.Metrics;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Re-ranks a list for diversity (Carbonell &amp; Goldstein 1998): the next movie is the one with the largest
/// <c>(1 − d) · relevance − d · (largest similarity to a movie already listed)</c>. Relevance is the candidate's
/// place in the list, 1 for the first and falling evenly to 0, so that d means the same for every model.
/// </summary>
public static class MaximalMarginalRelevance
{
    /// <summary>
    /// The number of movies that are re-ranked together. A page of ten is chosen from fifty, a later page neither repeats nor
    /// skips a movie, and a late page costs no more than the first.
    /// </summary>
    public const int BlockSize = 50;

    /// <summary>Re-ranks a ranking block by block, so that the start does not depend on the requested length.</summary>
    /// <param name="ranking">Item indices, the most relevant first, from the start of a block; reordered in place.</param>
    /// <param name="diversity">d, 0 (the order stays) to 1.</param>
    /// <param name="similarity">The similarity of two movies, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Diversity is not between 0 and 1.</exception>
    public static void ReRank(Span<int> ranking, float diversity, ItemSimilarity similarity)
    {
        Span<int> block = stackalloc int[BlockSize];
        for (var start = 0; start < ranking.Length; start += BlockSize)
        {
            var part = ranking.Slice(start, Math.Min(BlockSize, ranking.Length - start));
            part.CopyTo(block);
            Select(block[..part.Length], diversity, similarity, part);
        }
    }

    /// <summary>Picks a list.</summary>
    /// <param name="candidates">
    /// Item indices, the most relevant first; several times the length of the list leaves a choice.
    /// </param>
    /// <param name="diversity">d, 0 (the candidates' own order) to 1.</param>
    /// <param name="similarity">The similarity of two movies, 0 to 1.</param>
    /// <param name="list">Receives item indices, best first.</param>
    /// <returns>The number of items written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Diversity is not between 0 and 1.</exception>
    public static int Select(ReadOnlySpan<int> candidates, float diversity, ItemSimilarity similarity, Span<int> list)
    {
        if (!(diversity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(diversity), diversity, "diversity must be between 0 and 1.");
        var wanted = Math.Min(list.Length, candidates.Length);
        var closest = new double[candidates.Length];
        var taken = new bool[candidates.Length];
        for (var rank = 0; rank < wanted; rank++)
        {
            var best = -1;
            var bestValue = double.NegativeInfinity;
            for (var place = 0; place < candidates.Length; place++)
            {
                var relevance = 1 - ((double)place / candidates.Length);
                var value = ((1 - diversity) * relevance) - (diversity * closest[place]);
                if (!taken[place] && value > bestValue)
                    (best, bestValue) = (place, value);
            }

            taken[best] = true;
            list[rank] = candidates[best];
            for (var place = 0; place < candidates.Length; place++)
            {
                if (!taken[place])
                    closest[place] = Math.Max(closest[place], similarity(candidates[best], candidates[place]));
            }
        }

        return wanted;
    }
}
