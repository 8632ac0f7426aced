using Recofilm.Core.Serving;

namespace Recofilm.Core.Tests.Serving;

public partial class RecommenderTests
{
    [Fact]
    public void Reasons_are_the_ratings_with_the_largest_shares_of_the_score()
    {
        var movie = Recommender.Collaborative(Model, 1, User, new() { Explain = true }).Recommendations[0];
        Model.Models.Catalog.TryGetIndex(movie.MovieId, out var item);
        var (contributions, rest) = (new float[User.MovieIds.Length], new float[1]);
        Model.Models.Collaborative.Explain(HistoryOf(User), [item], contributions, rest);

        Assert.Equal(movie.Score, contributions.Sum() + rest[0], 1e-4f);
        Assert.Equal(3, movie.Reasons.Count);
        // One movie is explained by another order of sums than a list of them.
        Assert.All(
            contributions.OrderDescending().Zip(movie.Reasons, (largest, reason) => largest - reason.Contribution),
            difference => Assert.Equal(0, difference, 1e-5f));
        Assert.All(movie.Reasons, reason =>
            Assert.Equal(User.Ratings[Array.IndexOf(User.MovieIds, reason.MovieId)], reason.Rating));
    }

    [Fact]
    public void The_terms_of_an_explanation_add_up_to_the_score()
    {
        var request = new HybridRequest { Explain = true };
        var scores = new float[Model.Models.Catalog.Count];
        Model.Models.Collaborative.Score(HistoryOf(User), scores);

        foreach (var movie in Recommender.Collaborative(Model, 1, User, request).Recommendations
            .Concat(Recommender.Hybrid(Model, 1, User, request).Recommendations))
        {
            Model.Models.Catalog.TryGetIndex(movie.MovieId, out var item);
            var (score, otherRatings, rest) = movie.Explained!;
            Assert.Equal(scores[item], score, 1e-4f);
            Assert.Equal(score, movie.Reasons.Sum(reason => reason.Contribution) + otherRatings + rest, 1e-4f);
        }
    }

    public static TheoryData<RecommendationRequest> Pages => [.. new RecommendationRequest[]
    {
        new(), new() { Limit = 100 }, new() { Limit = 20, Offset = 30 }, new() { Limit = 100, Diversity = 0.4f },
        new() { Limit = 100, Filter = new() { Genres = ["Horror"] } },
        new() { Limit = 10, Offset = 7, Filter = new() { ExcludedGenres = ["Comedy"], MinYear = 1985, MaxYear = 1999 } },
    }];

    [Theory, MemberData(nameof(Pages))]
    public void The_explained_score_is_the_score_of_every_movie_of_every_page(RecommendationRequest request)
    {
        var plain = Recommender.Collaborative(Model, 1, User, request).Recommendations;
        var explained = Recommender.Collaborative(Model, 1, User, request with { Explain = true }).Recommendations;

        Assert.NotEmpty(explained);
        Assert.All(explained, movie => Assert.Equal(movie.Score, movie.Explained!.Score));
        Assert.Equal(
            plain.Select(movie => (movie.MovieId, movie.Score)), explained.Select(movie => (movie.MovieId, movie.Score)));
        if (request.Diversity == 0)
            Assert.Equal(explained.Select(movie => movie.Score).OrderDescending(), explained.Select(movie => movie.Score));
    }

    [Fact]
    public void Content_is_explained_by_what_a_movie_shares_with_the_anchor_or_with_what_the_user_likes()
    {
        var horror = Recommender.Hybrid(Model, 1, User, new() { AnchorMovieId = 600, Weight = 0, Explain = true });
        var similar = Recommender.Similar(Model, 1, User, 600, Similarity.Content, new() { Explain = true });
        var profile = Recommender.Hybrid(Model, 1, User, new() { Weight = 0, Explain = true });

        foreach (var movie in horror.Recommendations.Concat(similar.Recommendations))
        {
            Assert.Contains("Horror", movie.Shared!.Genres);
            Assert.Equal(["dark"], movie.Shared.Tags);
        }

        Assert.Equal(["Comedy"], profile.Recommendations[0].Shared!.Genres);
        Assert.Equal(["funny"], profile.Recommendations[0].Shared!.Tags);
        Assert.All(
            Recommender.Collaborative(Model, 1, User, new() { Explain = true }).Recommendations,
            movie => Assert.Null(movie.Shared));
    }

    [Fact]
    public void Nothing_is_explained_unasked()
    {
        foreach (var list in EveryStrategy(User, new HybridRequest()))
        {
            Assert.All(list.Recommendations, movie => Assert.Empty(movie.Reasons));
            Assert.All(list.Recommendations, movie => Assert.Null(movie.Explained));
            Assert.All(list.Recommendations, movie => Assert.Null(movie.Shared));
        }
    }
}
