using System.Runtime.CompilerServices;
using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;
using Recofilm.Lab.Baselines;
using Recofilm.Lab.Comparison;

namespace Recofilm.Cli.Evaluation;

/// <summary>The models that <c>recofilm evaluate</c> knows by name: Recofilm's own, as they are served, then baselines.</summary>
internal sealed class ModelLineup
{
    private readonly MovieCatalog _catalog;
    private readonly ModelOptions _options;
    private readonly int _threads;
    private readonly ulong _seed;
    private readonly Lazy<ContentModel> _content;
    private readonly ConditionalWeakTable<RankingSplit, HybridModel> _hybrids = [];

    /// <param name="catalog">The movies.</param>
    /// <param name="options">The options of Recofilm's own models; their threads and seeds are replaced.</param>
    /// <param name="threads">The number of threads; 0 takes one for each processor.</param>
    /// <param name="seed">The seed of every model that draws random numbers.</param>
    public ModelLineup(MovieCatalog catalog, ModelOptions options, int threads, ulong seed)
    {
        _catalog = catalog;
        _options = (options with
        {
            Svd = options.Svd with { Seed = seed },
            Collaborative = options.Collaborative with { Seed = seed },
            Hybrid = options.Hybrid with { Seed = seed },
        }).On(threads);
        _threads = threads;
        _seed = seed;
        _content = new(() => new ContentTrainer(_options.Content).Train(catalog));
    }

    /// <summary>All names, in the order of reports.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "svd", "collaborative", "content", "hybrid", "hybrid_diverse_0.3", "hybrid_diverse_0.6", "random", "popularity",
        "recent_popularity", "popularity_7_days", "bias", "funk_svd", "item_knn", "ease",
    ];

    /// <summary>The content model of the catalogue, which measures the similarity of the movies in a list.</summary>
    public ContentModel Content => _content.Value;

    /// <summary>Returns the model of a name, not trained yet.</summary>
    /// <exception cref="CommandException">No model has this name.</exception>
    public EvaluatedModel Find(string name) => name switch
    {
        "svd" => Rater(
            name, (train, token) => new BayesianMatrixFactorizationTrainer(_options.Svd).Train(train, _catalog, token)),
        "collaborative" => new(name, Ranking: (split, token) =>
            new CollaborativeTrainer(_options.Collaborative).Train(split.Train, _catalog, token)),
        "content" => new(
            name, Ranking: (split, token) => new ContentTrainer(_options.Content).Train(split.TrainCatalog(_catalog), token)),
        "hybrid" => new(name, Ranking: TrainHybrid),
        "hybrid_diverse_0.3" => new(name, Ranking: TrainHybrid, Selection: Diverse(0.3f)),
        "hybrid_diverse_0.6" => new(name, Ranking: TrainHybrid, Selection: Diverse(0.6f)),
        "random" => new(name, Ranking: (_, _) => new RandomBaseline(_seed)),
        "popularity" => new(name, Ranking: (split, _) => new PopularityBaseline(split.Train)),
        "recent_popularity" => new(
            name, Ranking: (split, token) => RecentPopularityBaseline.Choose(split.Train, _threads, token)),
        "popularity_7_days" => new(name, Ranking: (split, _) => new RecentPopularityBaseline(split.Train, days: 7)),
        "bias" => Rater(name, (train, _) => new BiasBaseline(train)),
        "funk_svd" => Rater(name, (train, token) => new FunkSvd(train, new FunkSvdOptions { Seed = _seed }, token)),
        "item_knn" => new(name, Ranking: (split, token) =>
            new ItemKnnBaseline(split.Train, threads: _threads, cancellationToken: token)),
        "ease" => new(name, Ranking: (split, token) =>
            new EaseBaseline(split.Train, threads: _threads, cancellationToken: token)),
        _ => throw new CommandException($"--models must name models among {string.Join(", ", Names)}; got '{name}'."),
    };

    /// <summary>Trains the hybrid once for each split; its diverse variants choose other lists from the same scores.</summary>
    /// <param name="split">The split.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public HybridModel TrainHybrid(RankingSplit split, CancellationToken cancellationToken) => _hybrids.GetValue(
        split, part => new ModelTrainer(_options).Train(_catalog, part, cancellationToken).Hybrid);

    private ListSelection Diverse(float diversity) => (in RatingHistory _, ReadOnlySpan<float> scores, Span<int> list) =>
    {
        Span<int> ranking = new int[Math.Max(list.Length, MaximalMarginalRelevance.BlockSize)];
        ranking = ranking[..TopK.Select(scores, ranking)];
        MaximalMarginalRelevance.ReRank(ranking, diversity, (left, right) => Content.Similarity(left, right));
        var found = Math.Min(list.Length, ranking.Length);
        ranking[..found].CopyTo(list);
        return found;
    };

    // A rating model is also evaluated by the lists that order movies by its predictions.
    private EvaluatedModel Rater(string name, Func<RatingMatrix, CancellationToken, IRatingModel> train) => new(
        name,
        (ratings, token) => train(ratings, token),
        (split, token) => new PredictedRatingRanking(train(split.Train, token), _catalog.Count));
}
