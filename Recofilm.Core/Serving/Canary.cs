using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Serving;

/// <summary>Asks a model that is about to serve for recommendations, as a request would, and checks the answers.</summary>
internal static class Canary
{
    /// <summary>Recommends to a user who likes three movies, and to a user without ratings.</summary>
    /// <exception cref="InvalidDataException">A list is too short, or a score is not finite.</exception>
    public static Task CheckAsync(ModelLease model, Recommender recommender)
    {
        var catalog = model.Models.Catalog;
        var request = new HybridRequest { Explain = true };
        var stranger = new UserHistory(UserRole.User, [], [], [], []);

        // Spreads the likes over the catalogue. Some of these movies probably have no ratings, which must do no harm either.
        int[] liked = [.. new[] { 0, catalog.Count / 2, catalog.Count - 1 }.Where(item => item >= 0).Distinct()];
        var user = new UserHistory(
            UserRole.User, [.. liked.Select(item => catalog[item].MovieId)], [.. liked.Select(_ => 5f)],
            [.. liked.Select(_ => model.Snapshot.TrainedAt.ToUnixTimeSeconds())], []);
        return Task.WhenAll(
            Task.Run(() =>
            {
                Examine(recommender.Collaborative(model, 0, stranger, request), catalog.Count);
                Examine(recommender.Collaborative(model, 0, user, request), catalog.Count - liked.Length);
            }),
            Task.Run(() => Examine(recommender.Hybrid(model, 0, user, request), catalog.Count - liked.Length)));
    }

    private static void Examine(RecommendationList list, int candidates)
    {
        var expected = Math.Min(candidates, new RecommendationRequest().Limit);
        if (list.Recommendations.Count != expected)
        {
            throw new InvalidDataException(
                $"The model's {list.Strategy} list has {list.Recommendations.Count} movies, expected {expected}.");
        }

        foreach (var movie in list.Recommendations)
        {
            if (!float.IsFinite(movie.Score) || !float.IsFinite(movie.PredictedRating))
            {
                throw new InvalidDataException(
                    $"The model's {list.Strategy} list has no finite score for movie {movie.MovieId}.");
            }
        }
    }
}
