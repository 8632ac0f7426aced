using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Hybrid;

/// <summary>Small members, trained in a fraction of a second, whose session blend is that of the options.</summary>
internal static class CandidateWorld
{
    public static HybridModel Hybrid(MovieCatalog catalog, RatingMatrix ratings) =>
        new(Members(catalog, ratings), new(1, [], [], []), new RequestQuotas(CandidateQuotas.Of(100)));

    public static HybridMembers Members(MovieCatalog catalog, RatingMatrix ratings)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var collaborative = new CollaborativeOptions { VisitRatings = 0, Factors = new() { Dimension = 8 } };
        return new(
            new CollaborativeTrainer(collaborative).Train(ratings, catalog, cancellation),
            new BayesianMatrixFactorizationTrainer(new() { BurnInSweeps = 1, Samples = 1 }).Train(ratings, catalog, cancellation),
            new ContentTrainer().Train(catalog, cancellation),
            ItemStatistics.Of(ratings));
    }
}
