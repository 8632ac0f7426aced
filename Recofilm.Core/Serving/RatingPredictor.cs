using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Serving;

/// <summary>Predicts ratings before they are known, which is the one honest test of a model that serves.</summary>
public static class RatingPredictor
{
    /// <summary>Predicts what a user will give to movies, by all their ratings but those of these movies.</summary>
    /// <param name="model">The model that serves the user.</param>
    /// <param name="user">The user before the ratings.</param>
    /// <param name="movieIds">The movies.</param>
    /// <param name="now">When.</param>
    /// <returns>By place: the prediction, or <see langword="null"/> for a movie that the model does not know.</returns>
    public static float?[] Predict(ModelSnapshot model, UserHistory user, IReadOnlyList<int> movieIds, DateTimeOffset now)
    {
        var catalog = model.Models.Catalog;
        var items = new int[movieIds.Count];
        for (var place = 0; place < items.Length; place++)
            items[place] = catalog.TryGetIndex(movieIds[place], out var item) ? item : -1;

        using var ratings = new KnownRatings(catalog, Without(movieIds, user));
        var known = Array.FindAll(items, item => item >= 0);
        var predictions = new float[known.Length];
        model.Models.Svd.Predict(ratings.At(now), known, predictions);
        // Its parameters may lie in mapped files, which stay as long as it is referred to.
        GC.KeepAlive(model);
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
