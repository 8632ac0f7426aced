using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Feedback;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Recommendations;

/// <summary>POST /hybrid: movies by ratings and content together, for the user's whole profile or like one movie.</summary>
public sealed class HybridFunction(FunctionsServer server)
{
    private const string Name = "hybrid";
    private const string Route = "hybrid";

    private static readonly TextParameter _title = new("title", "", MaximumLength: 300);
    private const string ShareExpectation = "must be a number from 0 to 1";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "Recommend by ratings and content",
            "Combines the ratings of all users with genres, tags and titles. With a title or movie_id, lists movies like " +
            "that one for this user; \"like\" names the movie that matched the title.",
            [.. Subjects.All])
        .Example(request: """{"title": "The Matrix", "weight": 0.6, "limit": 5}""", answer:
            """
            {
              "recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "user_id": 611, "user_external_id": null,
              "strategy": "hybrid", "model_version": "20261124T031500Z-1a2b3c4d",
              "generated_at": "2026-11-24T12:00:00Z",
              "like": {"movie_id": 2571, "external_id": null, "title": "The Matrix", "year": 1999},
              "recommendations": [
                {
                  "movie_id": 260, "external_id": null, "title": "Star Wars: Episode IV - A New Hope", "year": 1977,
                  "genres": ["Action", "Adventure", "Sci-Fi"], "score": 0.93, "predicted_rating": 4.6,
                  "reasons": [], "components": null, "explained": null, "shared": null
                }
              ]
            }
            """)
        .Problems(400, 401, 403, 404, 413, 415, 503);

    private static async Task<Ok<HybridList>> HandleAsync(
        HttpContext context, Body<HybridBody> body, CallerContext caller, Recommender recommender, Impressions served)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader);
        var filter = MovieFilters.Read(reader, given, given.Genres);
        var request = Read(reader, given);
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var (user, anchor) = await ReadAsync(context, subject, given, caller);
        using var model = caller.Acquire(context, user.UserId);
        request = request with { Filter = await caller.ResolveAsync(context, model.Snapshot, filter), AnchorMovieId = anchor };
        if (anchor is { } movieId && !model.Snapshot.Catalog.TryGetIndex(movieId, out _))
            throw MoviePath.NotInModel(movieId);

        var made = recommender.Hybrid(model, user.UserId, user, request);
        if (context.Features.Get<UnshownList>() is null)
            served.Add(made, request.Offset);
        var catalog = await caller.CatalogAsync(context);
        var list = made.Identify(user, catalog);
        return TypedResults.Ok(new HybridList(
            list.RecommendationId, list.UserId, list.UserExternalId, list.Strategy, list.ModelVersion, list.GeneratedAt,
            Describe(model.Snapshot, catalog, anchor), list.Recommendations));
    }

    private static HybridRequest Read(RequestReader reader, HybridBody body)
    {
        var anchors = (body.Title is null ? 0 : 1) + (body.MovieId is null ? 0 : 1) + (body.MovieExternalId is null ? 0 : 1);
        reader.OptionalField(_title, body.Title);
        reader.OptionalField(MoviePath.MovieId, body.MovieId);
        reader.OptionalField(ExternalIds.Field with { Name = "movie_external_id" }, body.MovieExternalId);
        reader.Check(anchors <= 1, "movie_id", "must not be given together with title or movie_external_id");
        reader.Check(body.Weight is null || ShareParameter.Allows(body.Weight.Value), "weight", ShareExpectation);
        reader.Check(body.Diversity is null || ShareParameter.Allows(body.Diversity.Value), "diversity", ShareExpectation);
        return new HybridRequest
        {
            Weight = (float?)body.Weight,
            Limit = reader.Field(Paging.Limit, body.Limit),
            Offset = reader.Field(Paging.Offset, body.Offset),
            Diversity = (float)(body.Diversity ?? 0),
            Explain = body.Explain ?? false,
        };
    }

    private static async Task<(UserHistory User, int? Anchor)> ReadAsync(
        HttpContext context, UserReference subject, HybridBody body, CallerContext caller)
    {
        if (body.Title is { } title)
            return await caller.ReadAsync(context, subject, title);
        var anchor = body.MovieExternalId is { } externalId
            ? await caller.FindMovieIdAsync(context, new MovieReference(0, externalId))
            : body.MovieId;
        return (await caller.ReadAsync(context, subject), anchor);
    }

    private static LikedMovie? Describe(ModelSnapshot model, CatalogState catalog, int? movieId)
    {
        if (movieId is null)
            return null;
        var movie = model.Catalog[model.IndexOf(movieId.Value)];
        return new LikedMovie(movie.MovieId, catalog.Find(movie.MovieId)?.ExternalId, movie.Title, movie.Year);
    }
}
