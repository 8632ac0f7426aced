using Recofilm.Core.ColdStart;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Hybrid;

namespace Recofilm.Core.Serving;

/// <summary>
/// Answers requests: a pure function of one model snapshot and the user's ratings as they are now. Movies that the user
/// rated or dismissed never appear. Thread-safe.
/// </summary>
/// <param name="time">The clock: how long ago the last rating was decides how much it weighs.</param>
/// <param name="metrics">Counts the lists; <see langword="null"/> where they are not for users.</param>
public sealed class Recommender(TimeProvider time, RecommendationMetrics? metrics = null)
{
    /// <summary>Recommends from the ratings of all users; by popularity when the user has none that the model knows.</summary>
    /// <param name="model">The serving model.</param>
    /// <param name="userId">Whom the list is for.</param>
    /// <param name="user">The user's ratings and dismissals as they are now.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    /// <exception cref="UnknownGenreException">No movie has one of the filter's genres.</exception>
    public RecommendationList Collaborative(
        ModelSnapshot model, int userId, UserHistory user, RecommendationRequest request)
    {
        request.Validate();
        using var answer = Begin(model, userId, user, request, RecommendationStrategy.Collaborative);
        if (answer.History.Count == 0)
            return Popular(answer);
        model.Models.Collaborative.Score(answer.History, answer.Scores);
        return answer.Best(RecommendationStrategy.Collaborative, new Explainer(model.Models.Collaborative));
    }

    /// <summary>
    /// Recommends by ratings and content together, from the whole profile or like one movie; by popularity when there is
    /// neither a rating that the model knows nor an anchor.
    /// </summary>
    /// <inheritdoc cref="Collaborative"/>
    /// <exception cref="MovieNotInModelException">The model does not know the anchor.</exception>
    public RecommendationList Hybrid(ModelSnapshot model, int userId, UserHistory user, HybridRequest request)
    {
        request.Validate();
        int? anchor = request.AnchorMovieId is { } movieId ? model.IndexOf(movieId) : null;
        using var answer = Begin(model, userId, user, request, RecommendationStrategy.Hybrid);
        using var collaborative = new CandidateScores(model.Models.Catalog.Count);
        using var content = new CandidateScores(model.Models.Catalog.Count);
        if (anchor is null && answer.History.Count == 0)
            return Popular(answer);
        var weight = request.Weight ?? (anchor is null ? null : HybridModel.AnchoredWeight);
        var parts = new HybridScores(answer.Scores, collaborative.Values, content.Values) { AreRanked = weight is not null };
        if (weight is { } share)
            model.Models.Hybrid.ScoreWeighted(answer.History, share, anchor, parts);
        else
            model.Models.Hybrid.Score(answer.History, answer.Factors, parts);
        answer.Remove(anchor);
        var explainer = new Explainer(model.Models.Collaborative, model.Models.Content, anchor);
        return answer.Best(RecommendationStrategy.Hybrid, explainer, parts);
    }

    /// <summary>
    /// Recommends the best of the genres in the request's filter: movies with all of them first, then with any of them.
    /// </summary>
    /// <inheritdoc cref="Collaborative"/>
    public RecommendationList ByGenres(ModelSnapshot model, int userId, UserHistory user, RecommendationRequest request)
    {
        request.Validate();
        using var answer = Begin(model, userId, user, request, RecommendationStrategy.Genres);
        var matches = model.Models.Genres.Recommend(
            request.Filter.Genres, request.Filter.ExcludedGenres, answer.Hidden(), request.Limit, request.Offset);
        answer.Scores.Fill(float.NegativeInfinity);
        foreach (var match in matches)
            answer.Scores[match.Item] = match.Score;
        return answer.These([.. matches.Select(match => match.Item)], RecommendationStrategy.Genres);
    }

    /// <summary>Movies like one movie, without those the user rated or dismissed.</summary>
    /// <param name="model">The serving model.</param>
    /// <param name="userId">Whom the list is for.</param>
    /// <param name="user">The user's ratings and dismissals as they are now.</param>
    /// <param name="movieId">The movie to resemble.</param>
    /// <param name="similarity">In what sense.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The request is out of its ranges.</exception>
    /// <exception cref="UnknownGenreException">No movie has one of the filter's genres.</exception>
    /// <exception cref="MovieNotInModelException">The model does not know the movie.</exception>
    public RecommendationList Similar(
        ModelSnapshot model, int userId, UserHistory user, int movieId, Similarity similarity, RecommendationRequest request)
    {
        request.Validate();
        var anchor = model.IndexOf(movieId);
        using var answer = Begin(model, userId, user, request, RecommendationStrategy.Similar);
        if (similarity == Similarity.Content)
            model.Models.Content.ScoreSimilar(anchor, answer.Scores);
        else
            model.Models.Collaborative.ScoreSimilar(anchor, answer.Scores);
        answer.Remove(anchor);
        return answer.Best(RecommendationStrategy.Similar, new Explainer(Content: model.Models.Content, Anchor: anchor));
    }

    private Answer Begin(
        ModelSnapshot model, int userId, UserHistory user, RecommendationRequest request, string requested) =>
        new(model, userId, user, request, time.GetUtcNow(), new AnswerMeter(metrics, time, requested));

    private static RecommendationList Popular(in Answer answer)
    {
        answer.Model.Models.Popularity.Score(answer.History, answer.Scores);
        return answer.Best(RecommendationStrategy.Popularity);
    }
}
