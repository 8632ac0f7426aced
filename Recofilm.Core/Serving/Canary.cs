using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Serving;

/// <summary>Asks a model that is about to serve for recommendations, as a request would, and looks at the answers.</summary>
internal static class Canary
{
    /// <summary>Recommends to somebody who likes three movies, and to a stranger.</summary>
    /// <exception cref="InvalidDataException">An answer is short, or holds a number that is none.</exception>
    public static Task CheckAsync(ModelSnapshot model, Recommender recommender)
    {
        var catalog = model.Models.Catalog;
        var request = new HybridRequest { Explain = true };
        var stranger = new UserHistory(UserRole.User, [], [], [], []);

        // Spread over the catalogue; movies without ratings are likely among them, and must not do harm either.
        int[] liked = [.. new[] { 0, catalog.Count / 2, catalog.Count - 1 }.Where(item => item >= 0).Distinct()];
        var user = new UserHistory(
            UserRole.User, [.. liked.Select(item => catalog[item].MovieId)], [.. liked.Select(_ => 5f)],
            [.. liked.Select(_ => model.TrainedAt.ToUnixTimeSeconds())], []);
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
                throw new InvalidDataException($"The model's {list.Strategy} list has no finite score for movie {movie.MovieId}.");
        }
    }
}
