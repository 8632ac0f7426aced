using System.Buffers.Text;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>
/// Reads ratings.csv: userId, movieId, rating and, if the file has it, timestamp. Allocates nothing per line.
/// </summary>
public sealed class RatingFileReader : MovieLensFileReader
{
    private readonly int _userId;
    private readonly int _movieId;
    private readonly int _rating;
    private readonly int _timestamp;
    private readonly IReadOnlySet<int> _movies;

    /// <summary>Opens the file of a data set.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="movies">The movies that may be rated.</param>
    /// <param name="rejections">Collects the bad lines.</param>
    /// <exception cref="MovieLensFormatException">The file or one of its columns is missing.</exception>
    public RatingFileReader(MovieLensSource source, IReadOnlySet<int> movies, Rejections rejections)
        : base(source.Open("ratings.csv"), "ratings.csv", rejections)
    {
        _movies = movies;
        _userId = RequireColumn("userId");
        _movieId = RequireColumn("movieId");
        _rating = RequireColumn("rating");
        _timestamp = FindColumn("timestamp");
    }

    /// <summary>Whether the file has the times of the ratings.</summary>
    public bool HasTimestamps => _timestamp >= 0;

    /// <summary>The user of the current rating.</summary>
    public int UserId { get; private set; }

    /// <summary>The movie of the current rating.</summary>
    public int MovieId { get; private set; }

    /// <summary>The rating in half stars, 1 to 10.</summary>
    public int HalfStars { get; private set; }

    /// <summary>The rating, 0.5 to 5.</summary>
    public float Rating => HalfStars * 0.5f;

    /// <summary>The time of the rating in Unix seconds; 0 without timestamps.</summary>
    public long Timestamp { get; private set; }

    private protected override bool MustHaveLines => true;

    private protected override bool TryParseLine()
    {
        if (!TryReadId(_userId, out var userId) || !TryReadId(_movieId, out var movieId)
            || !TryReadRating(out var halfStars))
        {
            return false;
        }

        var timestamp = 0L;
        if (_timestamp >= 0 && !TryReadTimestamp(_timestamp, out timestamp))
            return false;
        if (!_movies.Contains(movieId))
            return Reject(RejectionKind.UnknownMovie, $"movie {movieId} is not in movies.csv.");
        (UserId, MovieId, HalfStars, Timestamp) = (userId, movieId, halfStars, timestamp);
        return true;
    }

    private bool TryReadRating(out int halfStars)
    {
        var field = Field(_rating);
        if (Utf8Parser.TryParse(field, out decimal rating, out var used) && used == field.Length
            && rating is >= 0.5m and <= 5m && rating * 2 % 1 == 0)
        {
            halfStars = (int)(rating * 2);
            return true;
        }

        halfStars = 0;
        return Reject(RejectionKind.Rating, $"rating '{Show(field)}' is not between 0.5 and 5 in halves.");
    }
}
