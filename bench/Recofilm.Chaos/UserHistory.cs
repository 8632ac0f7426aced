namespace Recofilm.Chaos;

/// <summary>
/// The oracle of one user, to whom one client sends one request after the other: every value that an acknowledged request wrote,
/// and both values where the answer did not come. A request without an answer may take effect at any later time, for a stopped
/// instance may go on, so what it touched stays uncertain and is not used again.
/// </summary>
/// <param name="UserId">The user's identifier.</param>
internal sealed record UserHistory(int UserId)
{
    private readonly Dictionary<int, List<float?>> _ratings = [];

    /// <summary>Whether the deletion was sent, and whether it was acknowledged.</summary>
    public (bool IsSent, bool IsDone) Deletion { get; set; }

    /// <summary>Movies that are dismissed for certain.</summary>
    public HashSet<int> Dismissed { get; } = [];

    /// <summary>Events by list and movie; true when acknowledged.</summary>
    public Dictionary<(string List, int Movie), bool> Events { get; } = [];

    /// <summary>The ratings that each movie may have; null stands for none.</summary>
    public IReadOnlyDictionary<int, List<float?>> Ratings => _ratings;

    /// <summary>Movies that are rated for certain.</summary>
    public IEnumerable<int> Rated => _ratings.Where(movie => movie.Value is [not null]).Select(movie => movie.Key);

    /// <summary>Whether a movie's rating is certain.</summary>
    public bool IsCertain(int movie) => !_ratings.TryGetValue(movie, out var possible) || possible.Count == 1;

    /// <summary>The certain rating of a movie, or null for none.</summary>
    public float? RatingOf(int movie) => _ratings.TryGetValue(movie, out var possible) ? possible[0] : null;

    /// <summary>Records a write.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="rating">The new rating, or null for none.</param>
    /// <param name="isAcknowledged">Whether the program confirmed it.</param>
    public void Write(int movie, float? rating, bool isAcknowledged)
    {
        if (isAcknowledged)
            _ratings[movie] = [rating];
        else if (_ratings.TryGetValue(movie, out var possible))
            possible.Add(rating);
        else
            _ratings[movie] = [null, rating];
    }
}
