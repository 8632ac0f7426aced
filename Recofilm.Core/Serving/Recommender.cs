using Recofilm.Core.Collaborative;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>
/// Answers requests: a pure function of one model snapshot and the user's ratings as they are now. Movies that the user
/// rated or dismissed never appear. Thread-safe.
/// </summary>
/// <param name="time">The clock: how long ago the last rating was decides how much it weighs.</param>
public sealed class Recommender(TimeProvider time)
{
    /// <summary>Recommends from the ratings of all users; by popularity when the user has none that the model knows.</summary>
    /// <param name="model">The serving model.</param>
    /// <param name="userId">Whom the list is for.</param>
    /// <param name="user">The user's ratings and dismissals as they are now.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    public RecommendationList Collaborative(
        ModelSnapshot model, int userId, UserHistory user, RecommendationRequest request)
    {
        request.Validate();
        var now = time.GetUtcNow();
        using var ratings = new KnownRatings(model.Models.Catalog, user);
        using var scores = new CandidateScores(model.Models.Catalog.Count);
        var history = ratings.At(now);

        var ranking = history.Count == 0 ? model.Models.Popularity : model.Models.Collaborative;
        ranking.Score(history, scores.Values);
        return List(model, userId, user, history, request, scores, now, ranking, StrategyOf(
            history, RecommendationStrategy.Collaborative));
    }

    /// <summary>Recommends by ratings and content together, from the whole profile or like one movie.</summary>
    /// <inheritdoc cref="Collaborative"/>
    /// <exception cref="MovieNotInModelException">The model does not know the anchor.</exception>
    public RecommendationList Hybrid(ModelSnapshot model, int userId, UserHistory user, HybridRequest request)
    {
        request.Validate();
        var now = time.GetUtcNow();
        using var ratings = new KnownRatings(model.Models.Catalog, user);
        using var scores = new CandidateScores(model.Models.Catalog.Count);
        var history = ratings.At(now);

        var ranking = history.Count == 0 ? model.Models.Popularity : model.Models.Hybrid;
        ranking.Score(history, scores.Values);
        if (request.AnchorMovieId is { } anchor)
            scores.Values[model.IndexOf(anchor)] = float.NegativeInfinity;
        return List(model, userId, user, history, request, scores, now, ranking, StrategyOf(
            history, RecommendationStrategy.Hybrid));
    }

    /// <summary>
    /// Recommends the best of the genres in the request's filter: movies with all of them first, then with any of them.
    /// </summary>
    /// <inheritdoc cref="Collaborative"/>
    public RecommendationList ByGenres(ModelSnapshot model, int userId, UserHistory user, RecommendationRequest request)
    {
        request.Validate();
        var now = time.GetUtcNow();
        using var ratings = new KnownRatings(model.Models.Catalog, user);
        using var scores = new CandidateScores(model.Models.Catalog.Count);
        var history = ratings.At(now);

        model.Models.Popularity.Score(history, scores.Values);
        return List(
            model, userId, user, history, request, scores, now, model.Models.Popularity, RecommendationStrategy.Genres);
    }

    /// <summary>Movies like one movie, without those the user rated or dismissed.</summary>
    /// <param name="model">The serving model.</param>
    /// <param name="userId">Whom the list is for.</param>
    /// <param name="user">The user's ratings and dismissals as they are now.</param>
    /// <param name="movieId">The movie to resemble.</param>
    /// <param name="similarity">In what sense.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    /// <exception cref="MovieNotInModelException">The model does not know the movie.</exception>
    public RecommendationList Similar(
        ModelSnapshot model, int userId, UserHistory user, int movieId, Similarity similarity, RecommendationRequest request)
    {
        request.Validate();
        var now = time.GetUtcNow();
        var anchor = model.IndexOf(movieId);
        using var ratings = new KnownRatings(model.Models.Catalog, user);
        using var scores = new CandidateScores(model.Models.Catalog.Count);

        var ranking = similarity == Similarity.Content ? model.Models.Content : model.Models.Collaborative;
        ReadOnlySpan<int> anchors = [anchor];
        ReadOnlySpan<float> liked = [5f];
        ranking.Score(new RatingHistory(anchors, liked, default, 0), scores.Values);
        scores.Values[anchor] = float.NegativeInfinity;
        return List(
            model, userId, user, ratings.At(now), request, scores, now, ranking, RecommendationStrategy.Similar);
    }

    private static string StrategyOf(in RatingHistory history, string strategy) =>
        history.Count == 0 ? RecommendationStrategy.Popularity : strategy;

    private static RecommendationList List(
        ModelSnapshot model, int userId, UserHistory user, in RatingHistory history, RecommendationRequest request,
        in CandidateScores scores, DateTimeOffset now, IRankingModel ranking, string strategy)
    {
        var catalog = model.Models.Catalog;
        scores.RemoveKnownTo(user, catalog);
        model.Index.Apply(request.Filter, scores.Values);
        var page = scores.Page(request);
        var predictions = new float[page.Length];
        model.Models.Svd.Predict(history, page, predictions);
        var explained = request.Explain ? ranking as IExplainableModel : null;

        var recommendations = new Recommendation[page.Length];
        for (var rank = 0; rank < page.Length; rank++)
        {
            var movie = catalog[page[rank]];
            recommendations[rank] = new Recommendation(
                movie.MovieId, movie.Title, movie.Year, movie.Genres, scores.Values[page[rank]], predictions[rank],
                explained is null ? [] : Reasons.Of(explained, history, page[rank], catalog), Components: null);
        }

        return new RecommendationList(userId, strategy, model.Version.ToString(), now, recommendations);
    }
}
