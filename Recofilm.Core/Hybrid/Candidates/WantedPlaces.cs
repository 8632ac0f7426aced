namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>The places at which the generators have the movies that one user wanted: liked, and held back.</summary>
internal sealed class WantedPlaces
{
    private const ushort Missing = ushort.MaxValue;

    private readonly ushort[] _places;

    /// <summary>Finds the places.</summary>
    /// <param name="kind">The kind of request; each kind weighs the same.</param>
    /// <param name="ratings">The number of the user's ratings at the time of the request.</param>
    /// <param name="lists">The generators' best movies, best first, fewer than 65,535 each.</param>
    /// <param name="wanted">The wanted movies as ascending item indices, at least one.</param>
    public WantedPlaces(int kind, int ratings, int[][] lists, ReadOnlySpan<int> wanted)
    {
        Kind = kind;
        Ratings = ratings;
        Count = wanted.Length;
        _places = new ushort[lists.Length * Count];
        Array.Fill(_places, Missing);
        for (var generator = 0; generator < lists.Length; generator++)
        {
            for (var place = 0; place < lists[generator].Length; place++)
            {
                if (wanted.BinarySearch(lists[generator][place]) is >= 0 and var movie)
                    _places[(generator * Count) + movie] = (ushort)place;
            }
        }
    }

    /// <summary>The kind of request.</summary>
    public int Kind { get; }

    /// <summary>The number of the user's ratings at the time of the request.</summary>
    public int Ratings { get; }

    /// <summary>The number of wanted movies.</summary>
    public int Count { get; }

    /// <summary>Returns the place of each wanted movie in a generator's list, 65,535 for one that it lacks.</summary>
    /// <param name="generator">The number of the generator.</param>
    public ReadOnlySpan<ushort> Of(int generator) => _places.AsSpan(generator * Count, Count);
}
