using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Serving;

/// <summary>Predicts ratings before users give them, which tests a serving model without bias.</summary>
public static class RatingPredictor
{
    /// <summary>Predicts a user's ratings of movies from all their ratings except those of these movies.</summary>
    /// <param name="model">The model that serves the user.</param>
    /// <param name="user">The user before the ratings.</param>
    /// <param name="movieIds">The movies to predict.</param>
    /// <param name="now">The time of the prediction.</param>
    /// <returns>By place: the prediction, or <see langword="null"/> for a movie that the model does not know.</returns>
    public static float?[] Predict(ModelLease model, UserHistory user, IReadOnlyList<int> movieIds, DateTimeOffset now)
    {
        var catalog = model.Models.Catalog;
        var items = new int[movieIds.Count];
        for (var place = 0; place < items.Length; place++)
            items[place] = catalog.TryGetIndex(movieIds[place], out var item) ? item : -1;

        using var ratings = new KnownRatings(catalog, Without(movieIds, user));
        var known = Array.FindAll(items, item => item >= 0);
        var predictions = new float[known.Length];
        model.Models.Svd.Predict(ratings.At(now), known, predictions);
        var next = 0;
        return Array.ConvertAll(items, item => item < 0 ? (float?)null : predictions[next++]);
    }

    private static UserHistory Without(IReadOnlyList<int> movieIds, UserHistory user)
    {
        var left = new HashSet<int>(movieIds);
        int[] kept = [.. Enumerable.Range(0, user.MovieIds.Length).Where(place => !left.Contains(user.MovieIds[place]))];
        return kept.Length == user.MovieIds.Length ? user : user with
        {
            MovieIds = Array.ConvertAll(kept, place => user.MovieIds[place]),
            Ratings = Array.ConvertAll(kept, place => user.Ratings[place]),
            Timestamps = Array.ConvertAll(kept, place => user.Timestamps[place]),
        };
    }
}
