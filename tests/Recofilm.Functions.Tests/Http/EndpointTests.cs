using System.Text.Json;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>The answers of each endpoint when all is well.</summary>
[Collection(ApiCollection.Name)]
public sealed class EndpointTests(Api api) : IAsyncLifetime
{
    private ApiClient _user = null!;

    public async ValueTask InitializeAsync() => _user = await api.SignInAsync();

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_user_gets_what_people_like_then_what_their_ratings_say()
    {
        var stranger = await (await _user.GetAsync("/recommendations")).OkAsync();
        Assert.Equal("popularity", stranger.GetProperty("strategy").GetString());
        Assert.Equal(_user.UserId, stranger.GetProperty("user_id").GetInt32());
        Assert.Equal(10, stranger.MovieIds().Length);

        foreach (var movie in (int[])[6, 12, 18])
            await (await _user.PutAsync($"/ratings/{movie}", """{"rating": 5}""")).OkAsync(201);
        var known = await (await _user.GetAsync("/recommendations?limit=100")).OkAsync();
        Assert.Equal("collaborative", known.GetProperty("strategy").GetString());
        Assert.Empty(known.MovieIds().Intersect([6, 12, 18]));
        Assert.NotEqual(stranger.MovieIds(), known.MovieIds()[..10]);
    }

    [Fact]
    public async Task A_rating_is_made_read_listed_changed_and_taken_back()
    {
        var made = await _user.PutAsync("/ratings/7", """{"rating": 4.5}""");
        Assert.Equal("/ratings/7", made.Headers.Location?.ToString());
        Assert.Equal(4.5, (await made.OkAsync(201)).GetProperty("rating").GetDouble());
        var changed = await (await _user.PutAsync("/ratings/7", """{"rating": 3}""")).OkAsync();
        Assert.Equal(3, changed.GetProperty("rating").GetDouble());
        var read = await (await _user.GetAsync("/ratings/7")).OkAsync();
        Assert.Equal("Movie 7", read.GetProperty("title").GetString());
        Assert.Equal(3, read.GetProperty("rating").GetDouble());
        var list = await (await _user.GetAsync("/ratings")).OkAsync();
        Assert.Equal([7], list.MovieIds("ratings"));
        Assert.Equal(1, list.GetProperty("total").GetInt32());

        Assert.Equal(204, (int)(await _user.DeleteAsync("/ratings/7")).StatusCode);
        Assert.Equal(204, (int)(await _user.DeleteAsync("/ratings/7")).StatusCode);
        await (await _user.GetAsync("/ratings/7")).ProblemAsync(404, "unknown-rating");
    }

    [Fact]
    public async Task The_audience_of_a_movie_is_counted_now_and_has_the_users_own_view()
    {
        var before = await (await _user.GetAsync("/movies/9/audience")).OkAsync();
        Assert.Equal(
            (JsonValueKind.Null, false),
            (before.GetProperty("own_rating").ValueKind, before.GetProperty("dismissed").GetBoolean()));
        await (await _user.PutAsync("/ratings/9", """{"rating": 0.5}""")).OkAsync(201);
        await _user.PutAsync("/dismissals/9");
        var after = await (await _user.GetAsync("/movies/9/audience")).OkAsync();
        Assert.Equal(CountOf(before, 0.5) + 1, CountOf(after, 0.5));
        Assert.Equal((0.5, true), (after.GetProperty("own_rating").GetDouble(), after.GetProperty("dismissed").GetBoolean()));
        await (await _user.GetAsync("/movies/999999/audience")).ProblemAsync(404, "unknown-movie");

        static int CountOf(JsonElement audience, double rating) => audience.GetProperty("ratings").EnumerateArray()
            .Where(count => count.GetProperty("rating").GetDouble() == rating)
            .Sum(count => count.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_map_has_the_most_rated_movies_and_those_that_were_named()
    {
        var few = await (await _user.GetAsync("/movies/map?limit=5")).OkAsync();
        Assert.Equal(5, few.MovieIds("movies").Length);
        var all = (await (await _user.GetAsync("/movies/map?limit=5000")).OkAsync()).MovieIds("movies");
        var rare = all[^1];
        var named = await (await _user.GetAsync($"/movies/map?limit=5&movie_id={rare}&movie_id=999999")).OkAsync();
        Assert.Equal([.. few.MovieIds("movies"), rare], named.MovieIds("movies"));
        foreach (var movie in named.GetProperty("movies").EnumerateArray())
        {
            foreach (var place in (string[])["collaborative", "content"])
            {
                Assert.All(
                    movie.GetProperty(place).EnumerateArray(),
                    coordinate => Assert.InRange(coordinate.GetDouble(), -1.001, 1.001));
            }
        }

        await (await _user.GetAsync("/movies/map?movie_id=0")).ProblemAsync(400, "invalid-parameter");
    }

    [Fact]
    public async Task Operators_preview_a_users_lists_which_counts_as_shown_to_nobody()
    {
        await (await _user.PutAsync("/ratings/6", """{"rating": 5}""")).OkAsync(201);
        using var operatorClient = await api.SignInAsync(Core.Database.Users.UserRole.Operator);
        var own = await (await _user.GetAsync("/recommendations?limit=5")).OkAsync();
        var preview = await (await operatorClient.GetAsync($"/models/preview?user_id={_user.UserId}&limit=5")).OkAsync();
        Assert.Equal(own.MovieIds(), preview.GetProperty("champion").MovieIds());
        Assert.Equal(JsonValueKind.Null, preview.GetProperty("challenger").ValueKind);
        await (await operatorClient.GetAsync("/models/preview")).ProblemAsync(400, "invalid-parameter");
        await (await operatorClient.GetAsync("/models/preview?user_id=999999999")).ProblemAsync(404, "unknown-user");
        await (await _user.GetAsync($"/models/preview?user_id={_user.UserId}")).ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task A_dismissed_movie_is_gone_until_the_dismissal_is_taken_back()
    {
        var first = (await (await _user.GetAsync("/recommendations")).OkAsync()).MovieIds()[0];
        Assert.Equal(204, (int)(await _user.PutAsync($"/dismissals/{first}")).StatusCode);
        Assert.Equal(204, (int)(await _user.PutAsync($"/dismissals/{first}")).StatusCode);
        Assert.DoesNotContain(first, (await (await _user.GetAsync("/recommendations?limit=100")).OkAsync()).MovieIds());
        Assert.Equal([first], (await (await _user.GetAsync("/dismissals")).OkAsync()).MovieIds("dismissals"));
        Assert.Equal(204, (int)(await _user.DeleteAsync($"/dismissals/{first}")).StatusCode);
        Assert.Equal(first, (await (await _user.GetAsync("/recommendations")).OkAsync()).MovieIds()[0]);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var whole = (await (await _user.GetAsync("/recommendations?limit=20")).OkAsync()).MovieIds();
        var second = (await (await _user.GetAsync("/recommendations?limit=10&offset=10")).OkAsync()).MovieIds();
        Assert.Equal(whole[10..], second);
    }

    [Fact]
    public async Task Filters_hold_for_every_movie()
    {
        var list = await (await _user.GetAsync(
            "/recommendations?limit=100&genre=sci-fi&genre=Drama&exclude_genre=Comedy&min_year=1960&max_year=1999")).OkAsync();
        var movies = list.GetProperty("recommendations").EnumerateArray().ToList();
        Assert.NotEmpty(movies);
        foreach (var movie in movies)
        {
            string?[] genres = [.. movie.GetProperty("genres").EnumerateArray().Select(genre => genre.GetString())];
            Assert.True(genres.Contains("Sci-Fi") || genres.Contains("Drama"));
            Assert.DoesNotContain("Comedy", genres);
            Assert.InRange(movie.GetProperty("year").GetInt32(), 1960, 1999);
        }
    }

    [Fact]
    public async Task Genres_that_all_fit_come_before_those_of_which_one_fits()
    {
        var list = await (await _user.PostAsync(
            "/genre_recommendations",
            """{"genres": ["drama", "Film-Noir"], "excluded_genres": ["Action"], "limit": 100}""")).OkAsync();
        int[] fitting =
        [
            .. list.GetProperty("recommendations").EnumerateArray().Select(movie =>
                movie.GetProperty("genres").EnumerateArray().Count(genre => genre.GetString() is "Drama" or "Film-Noir")),
        ];
        Assert.Equal(fitting.OrderDescending(), fitting);
        Assert.Contains(2, fitting);
        Assert.Contains(1, fitting);
        Assert.DoesNotContain(0, fitting);
    }

    [Theory]
    [InlineData("""{"title": "movie 12 (1962)"}""")]
    [InlineData("""{"movie_id": 12, "weight": 0.3}""")]
    public async Task The_hybrid_says_which_movie_it_took_a_title_for(string body)
    {
        var list = await (await _user.PostAsync("/hybrid", body)).OkAsync();
        Assert.Equal(12, list.GetProperty("like").GetProperty("movie_id").GetInt32());
        Assert.Equal("Movie 12", list.GetProperty("like").GetProperty("title").GetString());
        Assert.DoesNotContain(12, list.MovieIds());
    }

    [Fact]
    public async Task The_hybrid_works_from_the_profile_and_explains()
    {
        await (await _user.PutAsync("/ratings/6", """{"rating": 5}""")).OkAsync(201);
        var list = await (await _user.PostAsync("/hybrid", """{"limit": 5, "explain": true, "diversity": 0.3}""")).OkAsync();
        Assert.Equal("hybrid", list.GetProperty("strategy").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, list.GetProperty("like").ValueKind);
        Assert.Equal(5, list.MovieIds().Length);
        foreach (var movie in list.GetProperty("recommendations").EnumerateArray())
        {
            var explained = movie.GetProperty("explained");
            var reasons = movie.GetProperty("reasons").EnumerateArray()
                .Sum(reason => reason.GetProperty("contribution").GetDouble());
            Assert.Equal(
                explained.GetProperty("score").GetDouble(),
                reasons + explained.GetProperty("other_ratings").GetDouble() + explained.GetProperty("base").GetDouble(), 1e-3);
            Assert.NotEmpty(movie.GetProperty("shared").GetProperty("genres").EnumerateArray());
        }
    }

    [Theory]
    [InlineData("/hybrid", """{"weight": 0.5, "min_year": 1960, "max_year": 1979, "limit": 100}""")]
    [InlineData("/genre_recommendations", """{"genres": ["Drama"], "min_year": 1960, "max_year": 1979, "limit": 100}""")]
    public async Task Years_in_a_body_hold_for_every_movie(string path, string body)
    {
        await (await _user.PutAsync("/ratings/6", """{"rating": 5}""")).OkAsync(201);
        var list = await (await _user.PostAsync(path, body)).OkAsync();
        Assert.NotEmpty(list.MovieIds());
        Assert.All(
            list.GetProperty("recommendations").EnumerateArray(),
            movie => Assert.InRange(movie.GetProperty("year").GetInt32(), 1960, 1979));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("collaborative")]
    public async Task Similar_movies_are_others_than_the_movie(string by)
    {
        var list = await (await _user.GetAsync($"/movies/12/similar?by={by}&limit=5")).OkAsync();
        Assert.Equal("similar", list.GetProperty("strategy").GetString());
        Assert.Equal(5, list.MovieIds().Length);
        Assert.DoesNotContain(12, list.MovieIds());
    }

    [Fact]
    public async Task Movies_are_found_by_title_genre_and_year()
    {
        var one = await (await _user.GetAsync("/movies/12")).OkAsync();
        Assert.Equal("Movie 12", one.GetProperty("title").GetString());
        Assert.Equal(1962, one.GetProperty("year").GetInt32());
        var found = await (await _user.GetAsync("/movies?title=movie%20120&limit=3")).OkAsync();
        Assert.Equal(120, found.MovieIds("movies")[0]);
        var comedies = await (await _user.GetAsync("/movies?genre=comedy&min_year=1990&limit=100")).OkAsync();
        Assert.Equal(comedies.GetProperty("total").GetInt32(), comedies.MovieIds("movies").Length);
        Assert.All(
            comedies.GetProperty("movies").EnumerateArray(),
            movie => Assert.Contains("Comedy", movie.GetProperty("genres").EnumerateArray().Select(genre => genre.GetString())));
    }

    [Fact]
    public async Task The_state_of_the_service_tells_the_model_and_what_it_learned_from()
    {
        var state = await (await api.Anonymous.GetAsync("/")).OkAsync();
        Assert.Equal("Model Loaded", state.GetProperty("model_status").GetString());
        Assert.Equal(TinyCatalog.MovieCount, state.GetProperty("counts").GetProperty("movies").GetInt32());
        Assert.NotEmpty(state.GetProperty("metrics").EnumerateObject());
        var ready = await (await api.Anonymous.GetAsync("/health/ready")).OkAsync();
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.Equal(
            state.GetProperty("model_version").GetString(), ready.GetProperty("model").GetProperty("version").GetString());
        Assert.Equal("live", (await (await api.Anonymous.GetAsync("/health/live")).OkAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Operators_train_see_and_activate_models()
    {
        using var operatorClient = await api.SignInAsync(Core.Database.Users.UserRole.Operator);
        var before = await (await operatorClient.GetAsync("/models")).OkAsync();
        var serving = before.GetProperty("serving_version").GetString()!;
        Assert.Equal("champion", before.GetProperty("models")[0].GetProperty("state").GetString());

        var accepted = await operatorClient.PostAsync("/models/retrain");
        var runId = (await accepted.OkAsync(202)).GetProperty("run_id").GetInt64();
        await FinishedAsync(operatorClient, runId);

        var activated = await (await operatorClient.PostAsync($"/models/{serving}/activate")).OkAsync();
        Assert.Equal(serving, activated.GetProperty("version").GetString());
        var state = await (await api.Anonymous.GetAsync("/")).OkAsync();
        Assert.Equal(serving, state.GetProperty("model_version").GetString());
    }

    private static Task FinishedAsync(ApiClient operatorClient, long runId) => Eventually.IsTrueAsync(
        async () =>
        {
            var models = await (await operatorClient.GetAsync("/models")).OkAsync();
            var run = models.GetProperty("training_runs").EnumerateArray()
                .Single(run => run.GetProperty("run_id").GetInt64() == runId);
            Assert.Equal("operator", run.GetProperty("trigger").GetString());
            if (run.GetProperty("finished_at").ValueKind == System.Text.Json.JsonValueKind.Null)
                return false;
            Assert.Contains(run.GetProperty("status").GetString(), (string[])["published", "unchanged", "refused"]);
            return true;
        },
        $"training run {runId} has ended",
        TestContext.Current.CancellationToken);
}
