using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Serving;

public partial class RecommenderTests
{
    private static readonly Recommender Recommender = new(new FakeTimeProvider(ExampleUser.Now));
    private static readonly ModelLease Model = ExampleUser.Model;
    private static readonly UserHistory User = ExampleUser.LikesComedy;

    [Fact]
    public void A_user_who_likes_comedies_gets_comedies()
    {
        foreach (var list in (RecommendationList[])
            [Recommender.Collaborative(Model, 5, User, new()), Recommender.Hybrid(Model, 5, User, new())])
        {
            Assert.Equal((5, "20261124T000001Z-00000001", ExampleUser.Now), (list.UserId, list.ModelVersion, list.GeneratedAt));
            Assert.Equal(10, list.Recommendations.Count);
            Assert.True(
                list.Recommendations.Count(movie => movie.Genres.Contains("Comedy")) >= 9, string.Join(' ', list.MovieIds()));
            Assert.Equal(list.Recommendations.OrderByDescending(movie => movie.Score), list.Recommendations);
        }
    }

    [Fact]
    public void Rated_and_dismissed_movies_never_appear()
    {
        var user = User with { DismissedMovieIds = [90, 110] };
        var request = new HybridRequest { Limit = 100 };
        int[] expected =
            [.. TasteWorld.Catalog.Movies.ToArray().Select(movie => movie.MovieId).Except([.. user.MovieIds, 90, 110])];

        foreach (var list in EveryStrategy(user, request))
            Assert.Equal(expected.Except(list.Strategy == "similar" ? [600] : []), list.MovieIds().Order());
    }

    [Fact]
    public void A_user_without_known_ratings_gets_what_is_popular()
    {
        var newcomer = ExampleUser.Rated([999_999], [5]);
        var popular = Recommender.Collaborative(Model, 1, ExampleUser.Stranger, new());

        Assert.Equal("popularity", popular.Strategy);
        Assert.Equal(popular.MovieIds(), Recommender.Collaborative(Model, 1, newcomer, new()).MovieIds());
        Assert.Equal(popular.MovieIds(), Recommender.Hybrid(Model, 1, newcomer, new()).MovieIds());
        Assert.All(popular.Recommendations, movie => Assert.InRange(movie.PredictedRating, 1.5f, 5f));
    }

    [Fact]
    public void Ratings_of_movies_that_came_after_the_model_are_passed_over()
    {
        var more = new UserHistory(
            UserRole.User, [.. User.MovieIds, 999_999], [.. User.Ratings, 5], [.. User.Timestamps, User.Timestamps[^1] + 1],
            [888_888]);

        Assert.Equal(
            Recommender.Collaborative(Model, 1, User, new()).MovieIds(),
            Recommender.Collaborative(Model, 1, more, new()).MovieIds());
    }

    [Fact]
    public void Pages_continue_each_other_and_end()
    {
        var whole = Recommender.Collaborative(Model, 1, User, new() { Limit = 100 }).MovieIds().ToArray();

        var pages = Enumerable.Range(0, 6).SelectMany(page =>
            Recommender.Collaborative(Model, 1, User, new() { Limit = 9, Offset = 9 * page }).MovieIds());

        Assert.Equal(52, whole.Length);
        Assert.Equal(whole, pages);
        Assert.Empty(Recommender.Collaborative(Model, 1, User, new() { Offset = 52 }).Recommendations);
    }

    [Fact]
    public void Filters_narrow_the_list_and_keep_its_order()
    {
        var whole = Recommender.Collaborative(Model, 1, User, new() { Limit = 100 }).Recommendations;
        var filter = new MovieFilter
        {
            Genres = ["horror", "Comedy"],
            ExcludedGenres = ["COMEDY"],
            MinYear = 1985,
            MaxYear = 1999,
        };

        var filtered = Recommender.Collaborative(Model, 1, User, new() { Limit = 100, Filter = filter }).MovieIds();

        Assert.Equal(
            whole.Where(movie => movie.Genres.Contains("Horror") && movie.Year is >= 1985 and <= 1999)
                .Select(movie => movie.MovieId),
            filtered);
    }

    [Fact]
    public void A_movie_of_unknown_year_passes_no_filter_by_year()
    {
        var all = new MovieFilter { MaxYear = 9_999 };
        var user = ExampleUser.Rated([10], [5]);

        Assert.Contains(80, Recommender.Collaborative(Model, 1, user, new() { Limit = 100 }).MovieIds());
        Assert.DoesNotContain(80, Recommender.Collaborative(Model, 1, user, new() { Limit = 100, Filter = all }).MovieIds());
    }

    [Fact]
    public void A_genre_that_no_movie_has_is_named()
    {
        var request = new RecommendationRequest { Filter = new() { Genres = ["Opera"] } };

        var exception = Assert.Throws<UnknownGenreException>(() => Recommender.Collaborative(Model, 1, User, request));

        Assert.Equal("Unknown genre 'Opera'. Known genres: Comedy, Drama, Horror.", exception.Message);
    }

    [Fact]
    public void The_predicted_rating_is_the_rating_heads()
    {
        var list = Recommender.Collaborative(Model, 1, User, new() { Limit = 1 });
        Model.Models.Catalog.TryGetIndex(list.Recommendations[0].MovieId, out var item);
        var predictions = new float[1];
        Model.Models.Svd.Predict(HistoryOf(User), [item], predictions);

        Assert.Equal(predictions[0], list.Recommendations[0].PredictedRating);
    }

    [Fact]
    public void An_anchored_list_is_like_its_anchor_for_everybody()
    {
        var byContent = Recommender.Hybrid(Model, 1, User, new() { AnchorMovieId = 600, Weight = 0, Limit = 20 });
        var stranger = Recommender.Hybrid(Model, 1, ExampleUser.Stranger, new() { AnchorMovieId = 600 });

        Assert.Equal("hybrid", byContent.Strategy);
        Assert.All(byContent.Recommendations, movie => Assert.Contains("Horror", movie.Genres));
        Assert.All(byContent.Recommendations, movie => Assert.Equal(movie.Components!.Content, movie.Score, 1e-5f));
        Assert.DoesNotContain(600, stranger.MovieIds());
        Assert.Equal(10, stranger.Recommendations.Count);
    }

    [Fact]
    public void Genres_are_answered_by_movies_with_all_of_them_and_then_any()
    {
        var filter = new MovieFilter { Genres = ["Horror", "Drama"], ExcludedGenres = ["Comedy"], MinYear = 1990 };

        var list = Recommender.ByGenres(Model, 1, User, new() { Filter = filter, Limit = 100 });

        Assert.Equal("genres", list.Strategy);
        Assert.Equal(20, list.Recommendations.Count);
        Assert.All(list.Recommendations, movie => Assert.Equal(["Horror", "Drama"], movie.Genres));
        Assert.Equal(list.MovieIds().Skip(5).Take(5), Recommender.ByGenres(
            Model, 1, User, new() { Filter = filter, Limit = 5, Offset = 5 }).MovieIds());
    }

    [Theory]
    [InlineData(Similarity.Content)]
    [InlineData(Similarity.Collaborative)]
    public void Similar_movies_are_of_the_same_kind(Similarity similarity)
    {
        var list = Recommender.Similar(Model, 1, ExampleUser.Stranger, 110, similarity, new());

        Assert.Equal("similar", list.Strategy);
        Assert.DoesNotContain(110, list.MovieIds());
        Assert.True(list.Recommendations.Count(movie => movie.Genres.Contains("Comedy")) >= 8, string.Join(' ', list.MovieIds()));
    }

    [Fact]
    public void A_movie_that_came_after_the_model_is_named()
    {
        var exception = Assert.Throws<MovieNotInModelException>(
            () => Recommender.Similar(Model, 1, User, 999_999, Similarity.Content, new()));

        Assert.Equal("The serving model does not know movie 999999 yet.", exception.Message);
        Assert.Throws<MovieNotInModelException>(() => Recommender.Hybrid(Model, 1, User, new() { AnchorMovieId = 999_999 }));
    }

    [Theory]
    [InlineData(0, 0, 0f, "Limit must be 1 to 100; got 0.")]
    [InlineData(101, 0, 0f, "Limit must be 1 to 100; got 101.")]
    [InlineData(10, -1, 0f, "Offset must be 0 to 10000; got -1.")]
    [InlineData(10, 0, 1.5f, "Diversity must be 0 to 1; got 1.5.")]
    [InlineData(10, 0, float.NaN, "Diversity must be 0 to 1; got NaN.")]
    public void Requests_out_of_range_are_refused(int limit, int offset, float diversity, string message)
    {
        var request = new HybridRequest { Limit = limit, Offset = offset, Diversity = diversity };

        Assert.All(
            (Func<object>[])
            [
                () => Recommender.Collaborative(Model, 1, User, request), () => Recommender.Hybrid(Model, 1, User, request),
                () => Recommender.ByGenres(Model, 1, User, request),
            ],
            call => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void Pages_follow_each_other_without_repeating_or_skipping(float diversity)
    {
        var request = new RecommendationRequest { Limit = 100, Diversity = diversity };
        var whole = Ids(request);
        Assert.True(whole.Length > 2 * 7);

        int[] pages =
            [.. Enumerable.Range(0, (whole.Length + 6) / 7)
                .SelectMany(page => Ids(request with { Limit = 7, Offset = 7 * page }))];

        Assert.Equal(whole, pages);
        Assert.Equal(whole.Length, whole.Distinct().Count());

        static int[] Ids(RecommendationRequest request) =>
            [.. Recommender.Collaborative(Model, 1, User, request).Recommendations.Select(movie => movie.MovieId)];
    }

    private static IEnumerable<RecommendationList> EveryStrategy(UserHistory user, HybridRequest request) =>
    [
        Recommender.Collaborative(Model, 1, user, request),
        Recommender.Hybrid(Model, 1, user, request),
        Recommender.Hybrid(Model, 1, user, request with { Weight = 0.3f }),
        Recommender.Collaborative(Model, 1, user, request with { Diversity = 0.5f }),
        Recommender.ByGenres(Model, 1, user, request),
        Recommender.Similar(Model, 1, user, 600, Similarity.Content, request),
    ];

    private static RatingHistory HistoryOf(UserHistory user) => new(
        Array.ConvertAll(user.MovieIds, id => (id / 10) - 1), user.Ratings, user.Timestamps, ExampleUser.Now.ToUnixTimeSeconds());
}
