using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>The state of one request: the user's ratings as the model knows them, and a score a movie to fill in.</summary>
internal readonly ref struct Answer : IDisposable
{
    private readonly int _userId;
    private readonly UserHistory _user;
    private readonly RecommendationRequest _request;
    private readonly DateTimeOffset _now;
    private readonly KnownRatings _ratings;
    private readonly CandidateScores _scores;
    private readonly UserFactors _factors;
    private readonly AnswerMeter _meter;

    public Answer(
        ModelSnapshot model, int userId, UserHistory user, RecommendationRequest request, DateTimeOffset now,
        AnswerMeter meter)
    {
        Model = model;
        _userId = userId;
        _user = user;
        _request = request;
        _now = now;
        _meter = meter;
        _ratings = new KnownRatings(model.Models.Catalog, user);
        _scores = new CandidateScores(model.Models.Catalog.Count);
        var begun = meter.Now();
        _factors = model.Models.Svd.FoldIn(History);
        meter.FoldedIn(begun);
    }

    /// <summary>The model that answers.</summary>
    public ModelSnapshot Model { get; }

    /// <summary>The user's ratings as the model knows them.</summary>
    public RatingHistory History => _ratings.At(_now);

    /// <summary>The user as the rating head sees them.</summary>
    public UserFactors Factors => _factors;

    /// <summary>By item index: to be filled in before a list is picked.</summary>
    public Span<float> Scores => _scores.Values;

    /// <summary>Takes a movie out of the running.</summary>
    public void Remove(int? item)
    {
        if (item is { } index)
            Scores[index] = float.NegativeInfinity;
    }

    /// <summary>The item indices that must not appear, for models that pick by themselves.</summary>
    public HashSet<int> Hidden()
    {
        var catalog = Model.Models.Catalog;
        var hidden = new HashSet<int>();
        foreach (var movieId in (ReadOnlySpan<int>)[.. _user.MovieIds, .. _user.DismissedMovieIds])
        {
            if (catalog.TryGetIndex(movieId, out var item))
                hidden.Add(item);
        }

        if (_request.Filter.MinYear is null && _request.Filter.MaxYear is null)
            return hidden;
        for (var item = 0; item < catalog.Count; item++)
        {
            if (!Model.Index.IsReleasedIn(_request.Filter, item))
                hidden.Add(item);
        }

        return hidden;
    }

    /// <summary>The movies with the highest scores that the user does not know and that pass the filter.</summary>
    /// <param name="strategy">How the scores were made.</param>
    /// <param name="explainer">Says why.</param>
    /// <param name="parts">What the scores were combined from; empty where nothing was.</param>
    public RecommendationList Best(string strategy, Explainer explainer = default, in HybridScores parts = default)
    {
        _scores.Remove(History.Items, _user.DismissedMovieIds, Model.Models.Catalog);
        Model.Index.Apply(_request.Filter, Scores);
        return These(Listed(), strategy, explainer, parts);
    }

    /// <summary>These movies, described for people.</summary>
    /// <param name="items">Item indices, best first; each has a score.</param>
    /// <param name="strategy">How they were found.</param>
    /// <param name="explainer">Says why.</param>
    /// <param name="parts">What the scores were combined from; empty where nothing was.</param>
    public RecommendationList These(
        int[] items, string strategy, Explainer explainer = default, in HybridScores parts = default)
    {
        var catalog = Model.Models.Catalog;
        var history = History;
        _meter.Scored();

        var recommendations = new Recommendation[items.Length];
        for (var rank = 0; rank < items.Length; rank++)
        {
            var item = items[rank];
            var movie = catalog[item];
            var (reasons, sum) = _request.Explain ? explainer.ByRatings(history, item, catalog) : ([], null);
            recommendations[rank] = new Recommendation(
                movie.MovieId, movie.Title, movie.Year, movie.Genres, Scores[item], Model.Models.Svd.Predict(_factors, item),
                reasons, Components(parts, item), sum, _request.Explain ? explainer.ByContent(history, item) : null);
        }

        _meter.Listed(strategy, items.Length);
        return new RecommendationList(
            Guid.CreateVersion7(_now), _userId, strategy, Model.Version.ToString(), _now, recommendations);
    }

    private static ScoreComponents? Components(in HybridScores parts, int item)
    {
        if (parts.Total.IsEmpty)
            return null;
        var (collaborative, content) = parts.Of(item);
        return new ScoreComponents(collaborative, content);
    }

    // The page that was asked for; with diversity, of the re-ranked list, of which only the page's own blocks are needed.
    private int[] Listed()
    {
        if (_request.Diversity == 0)
            return _scores.Page(_request.Offset, _request.Limit);
        const int Block = MaximalMarginalRelevance.BlockSize;
        var first = _request.Offset / Block * Block;
        var skipped = _request.Offset - first;
        var blocks = (skipped + _request.Limit + Block - 1) / Block;
        var ranking = _scores.Page(first, blocks * Block);
        var content = Model.Models.Content;
        MaximalMarginalRelevance.ReRank(ranking, _request.Diversity, (left, right) => content.Similarity(left, right));
        return ranking.Length <= skipped ? [] : ranking[skipped..Math.Min(skipped + _request.Limit, ranking.Length)];
    }

    /// <summary>Returns what was borrowed.</summary>
    public void Dispose()
    {
        _ratings.Dispose();
        _scores.Dispose();

        // Its parameters may lie in mapped files, which stay as long as it is referred to.
        GC.KeepAlive(Model);
    }
}
