using Recofilm.Core.Content;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>Models of synthetic ratings, as many trees and tests as are served; their values do not matter to the time.</summary>
internal static class SyntheticModel
{
    public static ModelSet Create(int movies)
    {
        var (catalog, ratings) = SyntheticRatings.Create(users: 600, movies, ratings: 100_000);
        var collaborative = new CollaborativeTrainer(new CollaborativeOptions()).Train(ratings, catalog, CancellationToken.None);
        var svd = new BayesianMatrixFactorizationTrainer(new BayesianMatrixFactorizationOptions { BurnInSweeps = 5, Samples = 2 })
            .Train(ratings, catalog);
        var content = new ContentTrainer(new ContentOptions()).Train(catalog);
        var statistics = ItemStatistics.Of(ratings);
        var members = new HybridMembers(collaborative, svd, content, statistics);
        var hybrid = new HybridModel(members, RandomEnsemble(), new RequestQuotas(new HybridOptions().UnlearntQuotas));
        return new ModelSet(catalog, statistics, svd, collaborative, content, hybrid);
    }

    private static ObliviousTreeEnsemble RandomEnsemble()
    {
        var random = new Random(1);
        var options = new TreeEnsembleOptions();
        return new ObliviousTreeEnsemble(
            options.Depth,
            [.. Enumerable.Range(0, options.Trees * options.Depth).Select(_ => random.Next(HybridModel.FeatureCount))],
            [.. Enumerable.Range(0, options.Trees * options.Depth).Select(_ => (2 * random.NextSingle()) - 1)],
            [.. Enumerable.Range(0, options.Trees << options.Depth).Select(_ => random.NextSingle())]);
    }
}
