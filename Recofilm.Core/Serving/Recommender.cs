using Recofilm.Core.Database.Users;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>
/// Ranks movies for requests, as a pure function of one model and the user's current ratings. Movies that the user rated or
/// dismissed never appear. Thread-safe.
/// </summary>
/// <param name="time">The clock: the time since the user's last rating decides how much it weighs.</param>
/// <param name="metrics">Counts the lists; <see langword="null"/> for lists that no user sees.</param>
public sealed class Recommender(TimeProvider time, RecommendationMetrics? metrics = null)
{
    /// <summary>Recommends from the ratings of all users; by popularity when the user has none that the model knows.</summary>
    /// <param name="model">The model that serves the user.</param>
    /// <param name="userId">The user whom the list is for.</param>
    /// <param name="user">The user's current ratings and dismissals.</param>
    /// <param name="request">The wanted page and filter.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    /// <exception cref="UnknownGenreException">No movie has one of the filter's genres.</exception>
    public RecommendationList Collaborative(ModelLease model, int userId, UserHistory user, RecommendationRequest request) =>
        Rank(model, userId, user, request, new ListKind(RecommendationStrategy.Collaborative));

    /// <summary>
    /// Recommends by ratings and content together, from the whole profile or like one movie; by popularity when the request has
    /// no anchor and the user has no rating that the model knows.
    /// </summary>
    /// <inheritdoc cref="Collaborative"/>
    /// <exception cref="MovieNotInModelException">The model does not know the anchor.</exception>
    public RecommendationList Hybrid(ModelLease model, int userId, UserHistory user, HybridRequest request)
    {
        int? anchor = request.AnchorMovieId is { } movieId ? model.Snapshot.IndexOf(movieId) : null;
        float? usual = anchor is null ? null : HybridModel.AnchoredWeight;
        return Rank(model, userId, user, request, new ListKind(RecommendationStrategy.Hybrid, anchor, request.Weight ?? usual));
    }

    /// <summary>
    /// Recommends the best of the genres in the request's filter: movies with all of them first, then with any of them.
    /// </summary>
    /// <inheritdoc cref="Collaborative"/>
    public RecommendationList ByGenres(ModelLease model, int userId, UserHistory user, RecommendationRequest request) =>
        Rank(model, userId, user, request, new ListKind(RecommendationStrategy.Genres));

    /// <summary>Ranks movies by their similarity to one movie, without those the user rated or dismissed.</summary>
    /// <param name="model">The model that serves the user.</param>
    /// <param name="userId">The user whom the list is for.</param>
    /// <param name="user">The user's current ratings and dismissals.</param>
    /// <param name="movieId">The movie that the list shall resemble.</param>
    /// <param name="similarity">The kind of similarity.</param>
    /// <param name="request">The wanted page and filter.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    /// <exception cref="UnknownGenreException">No movie has one of the filter's genres.</exception>
    /// <exception cref="MovieNotInModelException">The model does not know the movie.</exception>
    public RecommendationList Similar(
        ModelLease model, int userId, UserHistory user, int movieId, Similarity similarity, RecommendationRequest request) =>
        Rank(model, userId, user, request, new ListKind(
            RecommendationStrategy.Similar, model.Snapshot.IndexOf(movieId), Similarity: similarity));

    /// <summary>Ranks as <see cref="Collaborative"/> or <see cref="Hybrid"/> does, without describing the movies.</summary>
    /// <param name="model">The model that makes the list.</param>
    /// <param name="user">The user's ratings and dismissals.</param>
    /// <param name="request">The wanted page and filter; valid.</param>
    /// <param name="asked">
    /// <see cref="RecommendationStrategy.Collaborative"/> or <see cref="RecommendationStrategy.Hybrid"/>.
    /// </param>
    /// <param name="now">The time of the request.</param>
    /// <param name="best">Receives the scores; at least as long as the page.</param>
    /// <returns>The item indices of the page, best first, and the strategy that made it.</returns>
    internal static (int[] Items, string Strategy) Top(
        ModelLease model, UserHistory user, RecommendationRequest request, string asked, DateTimeOffset now, Span<float> best)
    {
        var kind = new ListKind(asked);
        var models = model.Models;
        using var ratings = new KnownRatings(models.Catalog, user);
        var history = ratings.At(now);
        var strategy = StrategyOf(kind, history);
        var factors = strategy == RecommendationStrategy.Hybrid ? models.Svd.FoldIn(history) : default;
        using var scores = new CandidateScores(models.Catalog.Count, withSides: false);
        using var rounded = ScoreByRatings(models.Collaborative, history, kind, strategy, scores.Values);
        if (rounded.IsEmpty)
            Score(models, history, factors, request.Filter, kind, strategy, scores);
        Mask(model, history, user, request.Filter, kind, scores);
        var items = Pick(models, request, scores, rounded);
        for (var rank = 0; rank < items.Length; rank++)
            best[rank] = scores.Values[items[rank]];
        return (items, strategy);
    }

    private RecommendationList Rank(
        ModelLease model, int userId, UserHistory user, RecommendationRequest request, in ListKind kind)
    {
        request.Validate();
        var now = time.GetUtcNow();
        var meter = new ListMeter(metrics, time, kind.Strategy);
        var models = model.Models;

        // Resolve the user's ratings to the movies that the model knows.
        using var ratings = new KnownRatings(models.Catalog, user);
        var history = ratings.At(now);
        var begun = meter.Now();
        var factors = models.Svd.FoldIn(history);
        meter.FoldedIn(begun);

        // Score every movie, mask those that must not appear, and pick the page by exact scores.
        var strategy = StrategyOf(kind, history);
        using var scores = new CandidateScores(models.Catalog.Count, withSides: kind.Strategy == RecommendationStrategy.Hybrid);
        using var rounded = ScoreByRatings(models.Collaborative, history, kind, strategy, scores.Values);
        if (rounded.IsEmpty)
            Score(models, history, factors, request.Filter, kind, strategy, scores);
        Mask(model, history, user, request.Filter, kind, scores);
        var items = Pick(models, request, scores, rounded);
        meter.Scored();

        // Describe the movies of the page.
        var explanations = request.Explain
            ? Explainer.Explain(models, strategy, kind.Anchor, history, items, scores.Values)
            : null;
        var recommendations = new Recommendation[items.Length];
        for (var rank = 0; rank < items.Length; rank++)
        {
            var item = items[rank];
            var movie = models.Catalog[item];
            var score = strategy == RecommendationStrategy.Genres
                ? models.Statistics.BayesianAverages[item]
                : scores.Values[item];
            var explanation = explanations?[rank] ?? Explanation.None;
            recommendations[rank] = new Recommendation(
                movie.MovieId, movie.Title, movie.Year, movie.Genres, score, models.Svd.Predict(factors, item),
                explanation.Reasons, Components(strategy, kind, scores.Sides, item), explanation.Score, explanation.Shared)
            {
                OriginalTitle = movie.OriginalTitle,
            };
        }

        meter.Listed(strategy, items.Length);
        return new RecommendationList(
            Guid.CreateVersion7(now), userId, strategy, model.Snapshot.Version.ToString(), now, recommendations);
    }

    private static void Mask(
        ModelLease model, scoped in RatingHistory history, UserHistory user, MovieFilter filter, in ListKind kind,
        in CandidateScores scores)
    {
        scores.Mask(history.Items);
        scores.Mask(user.DismissedMovieIds, model.Models.Catalog);
        if (kind.Anchor is { } anchor)
            scores.Mask([anchor]);
        model.Snapshot.Index.Apply(filter, scores.Values);
    }

    // Falls back to popularity for users without known ratings, unless the request asks for genres or an anchor.
    private static string StrategyOf(in ListKind kind, in RatingHistory history) =>
        history.Count == 0 && kind.Anchor is null
            && kind.Strategy is RecommendationStrategy.Collaborative or RecommendationStrategy.Hybrid
            ? RecommendationStrategy.Popularity
            : kind.Strategy;

    // Scores the lists that the ranking head alone decides; empty for other lists.
    private static CollaborativeScores ScoreByRatings(
        CollaborativeModel model, scoped in RatingHistory history, in ListKind kind, string strategy, Span<float> scores)
    {
        if (strategy == RecommendationStrategy.Collaborative)
            return new CollaborativeScores(model, history, scores);
        return kind is { Strategy: RecommendationStrategy.Similar, Similarity: Similarity.Collaborative, Anchor: { } anchor }
            ? new CollaborativeScores(model, new RatingHistory([anchor], CollaborativeModel.Liked, default, 0), scores)
            : default;
    }

    private static void Score(
        ModelSet models, in RatingHistory history, in UserFactors factors, MovieFilter filter, in ListKind kind, string strategy,
        in CandidateScores scores)
    {
        switch (strategy)
        {
            case RecommendationStrategy.Genres:
                models.Genres.Score(filter.Genres, scores.Values);
                break;
            case RecommendationStrategy.Similar:
                models.Content.ScoreSimilar(kind.Anchor.GetValueOrDefault(), scores.Values);
                break;
            case RecommendationStrategy.Popularity:
                models.Popularity.Score(history, scores.Values);
                break;
            case RecommendationStrategy.Hybrid when kind.Weight is { } weight:
                models.Hybrid.ScoreWeighted(history, weight, kind.Anchor, scores.Sides);
                break;
            case RecommendationStrategy.Hybrid when scores.Sides.Total.IsEmpty:
                models.Hybrid.Score(history, factors, scores.Values);
                break;
            default:
                models.Hybrid.Score(history, factors, scores.Sides);
                break;
        }
    }

    // Picks the requested page. With diversity, only the blocks of the re-ranked list that overlap the page are needed.
    private static int[] Pick(
        ModelSet models, RecommendationRequest request, in CandidateScores scores, in CollaborativeScores rounded)
    {
        if (request.Diversity == 0)
            return scores.Page(request.Offset, request.Limit, rounded);
        const int Block = MaximalMarginalRelevance.BlockSize;
        var first = request.Offset / Block * Block;
        var skipped = request.Offset - first;
        var blocks = (skipped + request.Limit + Block - 1) / Block;
        var ranking = scores.Page(first, blocks * Block, rounded);
        MaximalMarginalRelevance.ReRank(ranking, request.Diversity, (left, right) => models.Content.Similarity(left, right));
        return ranking.Length <= skipped ? [] : ranking[skipped..Math.Min(skipped + request.Limit, ranking.Length)];
    }

    private static ScoreComponents? Components(string strategy, in ListKind kind, in HybridScores sides, int item)
    {
        if (strategy != RecommendationStrategy.Hybrid)
            return null;
        var (collaborative, content) = sides.Of(item, areRanked: kind.Weight is not null);
        return new ScoreComponents(collaborative, content);
    }
}
