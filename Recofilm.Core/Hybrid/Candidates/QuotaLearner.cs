namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>
/// Divides places among the generators so that the candidates hold as many of the wanted movies as possible: the next places
/// always go to the generator whose next movies add most, a place, that no other has found. Gains of such a cover diminish, so
/// the greedy choice is near the best one (Nemhauser, Wolsey &amp; Fisher 1978). The measure is the recall of a list, as a mean
/// over the lists of a kind, and of these over the kinds. Places stand for the time of a list, so a generator that orders all
/// movies costs some places of its own.
/// </summary>
internal static class QuotaLearner
{
    /// <summary>The number of places that are given at a time: fewer would follow single users.</summary>
    public const int Block = 10;

    // The unrated movies always get some places: nobody can want what is never shown.
    private const int MaxUnratedPlaces = 10;

    // The share of the places that users other than newcomers keep for the most popular movies lately, and for those ever. Recall
    // alone gives nearly all of them to the ranking head, whose hundredth movie is wanted as often as the tenth popular one. But
    // the trees put many of the few popular ones first, so that lists are worse without them.
    private const double PopularShare = 0.15;

    // With fewer lists chance would decide.
    private const int MinLists = 100;

    // In a catalogue of ten thousand movies, ordering all takes as long as the features and trees of twenty candidates.
    private const int PlacesOfOrder = 20;

    /// <summary>Divides places for newcomers, and for other users.</summary>
    /// <param name="lists">The places of the wanted movies in the generators' lists.</param>
    /// <param name="places">The number of places, at least 10; the generators' lists are at least as long.</param>
    /// <param name="unlearnt">The quotas for users of whom there are too few lists.</param>
    public static RequestQuotas Learn(IEnumerable<WantedPlaces> lists, int places, CandidateQuotas unlearnt)
    {
        var byNewcomers = lists.ToLookup(list => list.Ratings < RequestQuotas.NewcomerRatings);
        var popular = (int)(PopularShare * places);
        return new(Of([.. byNewcomers[true]], popular: 0), Of([.. byNewcomers[false]], popular));

        CandidateQuotas Of(WantedPlaces[] some, int popular) =>
            some.Length < MinLists ? unlearnt : Learn(some, places, popular);
    }

    private static CandidateQuotas Learn(WantedPlaces[] lists, int places, int popular)
    {
        var start = new int[CandidateQuotas.Generators.Length];
        start[(int)CandidateGenerator.Unrated] = Math.Min(MaxUnratedPlaces, places / 10);
        start[(int)CandidateGenerator.PopularLately] = popular;
        start[(int)CandidateGenerator.PopularEver] = popular;
        return new CandidateQuotas(Divide(
            lists, places - start.Sum(), start, [.. CandidateQuotas.Generators.ToArray().Select(CostOf)]));
    }

    /// <summary>Divides places among generators, however few lists there are.</summary>
    /// <param name="lists">The places of the wanted movies in the generators' lists.</param>
    /// <param name="places">The number of places.</param>
    /// <param name="start">The places that each generator has already.</param>
    /// <param name="costs">The number of places that a generator without any costs before its first.</param>
    /// <returns>The places of each generator; fewer in all when no more places add anything.</returns>
    internal static int[] Divide(IReadOnlyList<WantedPlaces> lists, int places, int[] start, int[] costs)
    {
        var weights = WeightsOf(lists);
        var isCovered = lists.Select(list => new bool[list.Count]).ToArray();
        int[] quotas = [.. start];
        for (var generator = 0; generator < quotas.Length; generator++)
            Cover(lists, isCovered, generator, from: 0, quotas[generator]);
        while (places > 0)
        {
            var (best, bestSize, bestGain) = (-1, 0, 0.0);
            for (var generator = 0; generator < quotas.Length; generator++)
            {
                var cost = quotas[generator] == 0 ? costs[generator] : 0;
                var size = Math.Min(Block, places - cost);
                if (size <= 0)
                    continue;
                var gain = GainOf(lists, weights, isCovered, generator, quotas[generator], size) / (size + cost);
                if (gain > bestGain)
                    (best, bestSize, bestGain) = (generator, size, gain);
            }

            if (best < 0)
                break;
            Cover(lists, isCovered, best, quotas[best], bestSize);
            places -= bestSize + (quotas[best] == 0 ? costs[best] : 0);
            quotas[best] += bestSize;
        }

        return quotas;
    }

    // Popular movies are in order already, the ranking head orders all movies in any case, and few movies are unrated.
    private static int CostOf(CandidateGenerator generator) => generator switch
    {
        CandidateGenerator.NeighboursOfVisit or CandidateGenerator.Factors or CandidateGenerator.NeighboursOfLast
            or CandidateGenerator.NeighboursOfLastFew or CandidateGenerator.NeighboursOfRecent
            or CandidateGenerator.NeighboursOfAll or CandidateGenerator.NeighboursOfOlder => PlacesOfOrder,
        _ => 0,
    };

    // One wanted movie of a list: every kind weighs the same, in it every list, and in it every movie.
    private static double[] WeightsOf(IReadOnlyList<WantedPlaces> lists)
    {
        var counts = lists.CountBy(list => list.Kind).ToDictionary();
        return [.. lists.Select(list => 1.0 / counts.Count / counts[list.Kind] / list.Count)];
    }

    private static double GainOf(
        IReadOnlyList<WantedPlaces> lists, double[] weights, bool[][] isCovered, int generator, int from, int size)
    {
        var gain = 0.0;
        for (var list = 0; list < lists.Count; list++)
        {
            var places = lists[list].Of(generator);
            var (covered, found) = (isCovered[list], 0);
            for (var movie = 0; movie < places.Length; movie++)
                found += (uint)(places[movie] - from) < (uint)size && !covered[movie] ? 1 : 0;
            gain += weights[list] * found;
        }

        return gain;
    }

    private static void Cover(IReadOnlyList<WantedPlaces> lists, bool[][] isCovered, int generator, int from, int size)
    {
        for (var list = 0; list < lists.Count; list++)
        {
            var places = lists[list].Of(generator);
            for (var movie = 0; movie < places.Length; movie++)
                isCovered[list][movie] |= (uint)(places[movie] - from) < (uint)size;
        }
    }
}
