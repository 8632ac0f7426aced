using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Feedback;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Ratings;

/// <summary>POST /ratings: writes many ratings at once, all or none.</summary>
public sealed class RateMoviesFunction(FunctionsServer server)
{
    private const string Name = "rate_movies";
    private const string Route = "ratings";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "Rate many movies",
            "Rates up to 1,000 movies and replaces earlier ratings. Writes all or none: an error names the index of every " +
            "invalid rating, such as \"ratings[17].movie_id\". The ratings count in the next recommendations.",
            [.. Subjects.All])
        .Example(
            request: """{"ratings": [{"movie_id": 1, "rating": 4.5}, {"movie_id": 260, "rating": 5}]}""",
            answer:
            """
            {"created": 1, "updated": 1, "rated_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(400, 401, 403, 404, 413, 415);

    private static async Task<Ok<RatedMovies>> HandleAsync(
        HttpContext context, Body<RatingsBody> body, CallerContext caller, RatingBatchStore ratings, OnlineMetrics metrics,
        TimeProvider time)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader).Ratings;
        Check(reader, given);
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var user = await caller.ReadAsync(context, subject);
        var movieIds = await FindMoviesAsync(context, caller, given);
        var now = time.GetUtcNow();
        using var model = caller.AcquireIfLoaded(context, user.UserId);
        var predicted = model is null ? new float?[given.Count] : RatingPredictor.Predict(model, user, movieIds, now);
        NewRating[] batch =
            [.. given.Select((rating, place) => new NewRating(movieIds[place], (float)rating.Rating, predicted[place]))];

        var outcome = await ratings.PutAsync(
            user.UserId, batch, model?.Snapshot.Version.ToString(), now, context.RequestAborted);
        if (!outcome.UserExists)
            throw CallerContext.Vanished(context, user.UserId);
        if (outcome.UnknownPlaces.Count > 0)
            throw Unknown(outcome.UnknownPlaces.Select(place => (place, "movie_id", $"there is no movie {movieIds[place]}")));
        metrics.RatingsIngested(batch.Length, "batch");
        return TypedResults.Ok(new RatedMovies(outcome.Created, outcome.Updated, now));
    }

    private static void Check(RequestReader reader, IReadOnlyList<MovieRating> ratings)
    {
        reader.Check(
            ratings.Count is >= 1 and <= RatingsBody.MaximumCount, "ratings", $"must be 1 to {RatingsBody.MaximumCount} ratings");
        var seen = new HashSet<MovieReference>();
        foreach (var (place, rating) in ratings.Take(RatingsBody.MaximumCount).Index())
        {
            var value = (float)rating.Rating;
            var movie = reader.FieldMovie(rating.MovieId, rating.MovieExternalId, $"ratings[{place}].");
            reader.Check(seen.Add(movie), $"ratings[{place}].movie_id", "must not be given twice");
            reader.Check(
                rating.Rating == value && RatingStore.IsRating(value), $"ratings[{place}].rating",
                "must be from 0.5 to 5 in steps of 0.5");
        }
    }

    // Two entries may name one movie in both ways; the database refuses to write a row twice in one statement.
    private static async Task<int[]> FindMoviesAsync(
        HttpContext context, CallerContext caller, IReadOnlyList<MovieRating> ratings)
    {
        MovieReference[] movies = [.. ratings.Select(rating => new MovieReference(rating.MovieId ?? 0, rating.MovieExternalId))];
        var movieIds = await caller.FindMovieIdsAsync(context, movies);
        if (movieIds.Contains(0))
        {
            throw Unknown(movieIds.Index().Where(movie => movie.Item == 0)
                .Select(movie => (movie.Index, "movie_external_id", $"there is no {movies[movie.Index]}")));
        }

        FieldError[] repeated =
        [
            .. movieIds.Index().Where(movie => Array.IndexOf(movieIds, movie.Item) < movie.Index)
                .Select(movie => new FieldError($"ratings[{movie.Index}].movie_id", "must not be given twice")),
        ];
        return repeated.Length == 0 ? movieIds : throw RequestFaults.Invalid(repeated);
    }

    private static ProblemException Unknown(IEnumerable<(int Place, string Field, string Detail)> movies)
    {
        FieldError[] errors = [.. movies.Select(movie => new FieldError($"ratings[{movie.Place}].{movie.Field}", movie.Detail))];
        return new ProblemException(new Problem(
            ProblemType.UnknownMovie, string.Join("; ", errors.Select(error => $"{error.Field}: {error.Detail}")) + ".", errors));
    }
}
