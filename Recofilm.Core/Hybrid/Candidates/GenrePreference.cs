using System.Numerics;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>
/// The two genres that a user rates most often beside other users: those with the largest
/// <c>(n_g + m p_g) / ((n + m) p_g)</c>, with n_g of the user's n ratings of movies of the genre, p_g the genre's share of all
/// ratings, and m = 5. Only the first 64 genres of a catalogue take part.
/// </summary>
internal sealed class GenrePreference
{
    private const int MaxGenres = 64;
    private const float PriorRatings = 5;

    private readonly ulong[] _genres;
    private readonly float[] _shares;

    /// <summary>Counts the ratings of each genre.</summary>
    /// <param name="members">The members; the content model knows the genres.</param>
    public GenrePreference(HybridMembers members)
    {
        var places = new Dictionary<int, int>();
        foreach (var (column, term) in members.Content.Terms.ToArray().Index())
        {
            if (term.Field == ContentField.Genre && places.Count < MaxGenres)
                places.Add(column, places.Count);
        }

        _genres = new ulong[members.ItemCount];
        _shares = new float[places.Count];
        double ratings = 0;
        for (var item = 0; item < _genres.Length; item++)
        {
            var count = members.Statistics.Counts[item];
            ratings += count;
            foreach (var column in members.Content.Vectors.ColumnsOf(item))
            {
                if (!places.TryGetValue(column, out var genre))
                    continue;
                _genres[item] |= 1UL << genre;
                _shares[genre] += count;
            }
        }

        for (var genre = 0; genre < _shares.Length; genre++)
            _shares[genre] /= (float)Math.Max(1, ratings);
    }

    /// <summary>Returns the genres of a movie, one bit each.</summary>
    /// <param name="item">The item index.</param>
    public ulong Of(int item) => _genres[item];

    /// <summary>Returns the genres that a user prefers, one bit each; none when nobody rated movies with genres.</summary>
    /// <param name="history">The user's ratings.</param>
    public ulong Of(in RatingHistory history)
    {
        Span<float> counts = stackalloc float[MaxGenres];
        counts.Clear();
        foreach (var item in history.Items)
        {
            for (var genres = _genres[item]; genres != 0; genres &= genres - 1)
                counts[BitOperations.TrailingZeroCount(genres)]++;
        }

        var (first, second, best, next) = (-1, -1, 0f, 0f);
        for (var genre = 0; genre < _shares.Length; genre++)
        {
            if (_shares[genre] == 0)
                continue;
            var lift = (counts[genre] + (PriorRatings * _shares[genre])) / ((history.Count + PriorRatings) * _shares[genre]);
            if (lift > best)
                (second, next, first, best) = (first, best, genre, lift);
            else if (lift > next)
                (second, next) = (genre, lift);
        }

        return (first < 0 ? 0 : 1UL << first) | (second < 0 ? 0 : 1UL << second);
    }
}
