using Recofilm.Core.Catalog;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Ranking;

namespace Recofilm.Core.Tests.Hybrid;

/// <summary>The places go to the generator that finds what users want, whichever that is.</summary>
public class LearntQuotasTests
{
    private static readonly HybridOptions Options = new()
    {
        SplitsOfAKind = 1,
        NewUserSplits = 0,
        TimeSplits = 0,
        Candidates = 30,
        TrainingCandidates = 10,
    };

    [Fact]
    public void Where_recent_popularity_alone_predicts_the_places_go_there()
    {
        var quotas = Learn(TrendingWorld.Catalog, TrendingWorld.Ratings(spanDays: 1000, halfLifeDays: 20));

        var popular = quotas[CandidateGenerator.PopularNow] + quotas[CandidateGenerator.PopularLately]
            + quotas[CandidateGenerator.PopularLatelyOfGenres];
        Assert.True(popular >= 15, string.Join(' ', quotas.ToSpan().ToArray()));
    }

    [Fact]
    public void Where_the_last_movie_alone_predicts_the_places_go_to_its_neighbours()
    {
        var catalog = new MovieCatalog(Enumerable.Range(1, 300).Select(id => new Movie(id, $"Movie {id}", 1950, [])));

        var quotas = Learn(catalog, Sequels(catalog));

        var popular = CandidateQuotas.Generators.ToArray()
            .Where(generator => generator.ToString().StartsWith("Popular", StringComparison.Ordinal))
            .Sum(generator => quotas[generator]);
        var last = quotas[CandidateGenerator.NeighboursOfLast] + quotas[CandidateGenerator.NeighboursOfLastFew]
            + quotas[CandidateGenerator.NeighboursOfVisit] + quotas[CandidateGenerator.RankingHead];
        Assert.True(last > popular, string.Join(' ', quotas.ToSpan().ToArray()));
    }

    // Everybody walks along the same circle of movies from a place of their own, so the last movie alone says which come next.
    private static RatingMatrix Sequels(MovieCatalog catalog)
    {
        var random = new Random(4);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        for (var user = 1; user <= 300; user++)
        {
            var (movie, time) = (random.Next(catalog.Count), 1_000_000_000L + random.Next(50_000_000));
            for (var rated = 0; rated < 25; rated++)
            {
                movie = (movie + random.Next(1, 4)) % catalog.Count;
                builder.Add(user, movie + 1, 5f, time += rated == 20 ? 200_000 : 60);
            }
        }

        return builder.Build();
    }

    private static CandidateQuotas Learn(MovieCatalog catalog, RatingMatrix ratings)
    {
        var trainer = new HybridTrainer(Options);
        var examples = new HybridExamples();
        foreach (var (kind, split) in trainer.SplitsOf(ratings))
        {
            trainer.AddExamples(
                examples, kind, split, CandidateWorld.Members(catalog, split.Train), TestContext.Current.CancellationToken);
        }

        return QuotaLearner.Learn(examples.Wanted, Options.Candidates, Options.UnlearntQuotas).Others;
    }
}
