namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>How many of its best movies each <see cref="CandidateGenerator"/> gives; many of them are the same.</summary>
public sealed class CandidateQuotas
{
    /// <summary>The largest number of places of all generators together.</summary>
    public const int MaxPlaces = 3_000;

    private static readonly CandidateGenerator[] _generators = Enum.GetValues<CandidateGenerator>();

    private readonly int[] _places;

    /// <summary>Copies the number of places by generator, in the order of their numbers.</summary>
    /// <param name="places">
    /// One number of at least 0 per generator, with a sum of 10 to <see cref="MaxPlaces"/>; the last generators have none when
    /// there are fewer numbers, because earlier versions of the program did not know them.
    /// </param>
    /// <exception cref="ArgumentException">The number of generators or a number of places is out of its range.</exception>
    public CandidateQuotas(ReadOnlySpan<int> places)
    {
        long sum = 0;
        foreach (var count in places)
            sum += count < 0 ? int.MinValue * 4L : count;
        if (places.Length > _generators.Length || sum is < 10 or > MaxPlaces)
        {
            throw new ArgumentException(
                $"quotas must be at most {_generators.Length} numbers of at least 0 with a sum from 10 to {MaxPlaces}; "
                + $"got {string.Join(' ', places.ToArray())}.");
        }

        _places = new int[_generators.Length];
        places.CopyTo(_places);
        Places = (int)sum;
    }

    /// <summary>All generators, in the order of their numbers.</summary>
    public static ReadOnlySpan<CandidateGenerator> Generators => _generators;

    /// <summary>The number of places of a generator.</summary>
    public int this[CandidateGenerator generator] => _places[(int)generator];

    /// <summary>The places of all generators together: the largest possible number of candidates.</summary>
    public int Places { get; }

    /// <summary>
    /// Returns quotas that are not learnt: many for the ranking head, a third of that each for the neighbours of the visit, the
    /// factors, and the most popular movies lately and ever, and a tenth for unrated movies.
    /// </summary>
    /// <param name="count">The places of the ranking head, at least 10.</param>
    public static CandidateQuotas Of(int count)
    {
        var places = new int[_generators.Length];
        places[(int)CandidateGenerator.RankingHead] = count;
        places[(int)CandidateGenerator.NeighboursOfVisit] = count / 3;
        places[(int)CandidateGenerator.Factors] = count / 3;
        places[(int)CandidateGenerator.PopularLately] = count / 3;
        places[(int)CandidateGenerator.PopularEver] = count / 3;
        places[(int)CandidateGenerator.Unrated] = count / 10;
        return new CandidateQuotas(places);
    }

    /// <summary>Returns the number of places by generator, in the order of their numbers.</summary>
    public ReadOnlySpan<int> ToSpan() => _places;

    /// <summary>
    /// Joins the generators' lists to one, in which every generator has a share of every beginning as of the whole: place p of a
    /// quota q, counted from 0, comes at (p + ½) / q.
    /// </summary>
    /// <param name="lists">The best movies of each generator, best first.</param>
    /// <returns>The candidates as item indices, each once.</returns>
    internal int[] Join(int[][] lists) =>
    [
        .. _generators.SelectMany(generator => lists[(int)generator].Take(this[generator])
                .Select((item, place) => (Item: item, Share: (place + 0.5) / this[generator])))
            .OrderBy(candidate => candidate.Share).Select(candidate => candidate.Item).Distinct(),
    ];
}
