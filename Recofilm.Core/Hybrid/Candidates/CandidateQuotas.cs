namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>How many of its best movies each <see cref="CandidateGenerator"/> gives; many of them are the same.</summary>
internal sealed class CandidateQuotas
{
    private static readonly CandidateGenerator[] _generators = Enum.GetValues<CandidateGenerator>();

    private readonly int[] _places;

    /// <summary>Wraps the number of places by generator.</summary>
    private CandidateQuotas(int[] places)
    {
        _places = places;
        Places = places.Sum();
    }

    /// <summary>All generators, in the order of their numbers.</summary>
    public static ReadOnlySpan<CandidateGenerator> Generators => _generators;

    /// <summary>The number of places of a generator.</summary>
    public int this[CandidateGenerator generator] => _places[(int)generator];

    /// <summary>The places of all generators together: the largest possible number of candidates.</summary>
    public int Places { get; }

    /// <summary>Gives the ranking head some places, the unrated movies a tenth of that, and each other generator a third.</summary>
    /// <param name="count">The places of the ranking head.</param>
    public static CandidateQuotas Of(int count)
    {
        var places = new int[_generators.Length];
        Array.Fill(places, count / 3);
        places[(int)CandidateGenerator.RankingHead] = count;
        places[(int)CandidateGenerator.Unrated] = count / 10;
        return new CandidateQuotas(places);
    }

    /// <summary>
    /// Joins the generators' lists to one, in which every generator has a share of every beginning as of the whole: place p of a
    /// quota q, counted from 0, comes at (p + ½) / q.
    /// </summary>
    /// <param name="lists">The best movies of each generator, best first.</param>
    /// <returns>The candidates as item indices, each once.</returns>
    public int[] Join(int[][] lists) =>
    [
        .. _generators.SelectMany(generator => lists[(int)generator].Take(this[generator])
                .Select((item, place) => (Item: item, Share: (place + 0.5) / this[generator])))
            .OrderBy(candidate => candidate.Share).Select(candidate => candidate.Item).Distinct(),
    ];
}
