using System.Buffers;
using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Serving;

/// <summary>Puts given movies, such as search results, in a user's order.</summary>
public static class MovieRanker
{
    /// <summary>The largest number of movies to rank at once.</summary>
    public const int MaxMovies = 1000;

    /// <summary>
    /// Ranks by the hybrid; for a user without ratings, by popularity. Movies that the user rated are ranked like others, because
    /// the caller chose them. Movies that the model does not know come last, in their order, without a score.
    /// </summary>
    /// <param name="model">The model that serves the user.</param>
    /// <param name="user">The user's current ratings.</param>
    /// <param name="movieIds">The movies, each once.</param>
    /// <param name="now">The time of the request.</param>
    public static IReadOnlyList<RankedMovie> Rank(
        ModelLease model, UserHistory user, IReadOnlyList<int> movieIds, DateTimeOffset now)
    {
        var catalog = model.Models.Catalog;
        using var ratings = new KnownRatings(catalog, user);
        var rented = ArrayPool<float>.Shared.Rent(catalog.Count);
        var scores = rented.AsSpan(0, catalog.Count);
        model.Models.Hybrid.Score(ratings.At(now), scores);
        var ranked = new List<RankedMovie>(movieIds.Count);
        foreach (var movieId in movieIds)
            ranked.Add(new RankedMovie(movieId, catalog.TryGetIndex(movieId, out var item) ? scores[item] : null));
        ArrayPool<float>.Shared.Return(rented);
        // The sort is stable: movies with equal scores, and those without a score, keep their order.
        return [.. ranked.OrderByDescending(movie => movie.Score ?? float.NegativeInfinity)];
    }
}

/// <summary>A ranked movie.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Score">The score that orders the movies; <see langword="null"/> for a movie that the model does not know.</param>
public readonly record struct RankedMovie(int MovieId, float? Score);
