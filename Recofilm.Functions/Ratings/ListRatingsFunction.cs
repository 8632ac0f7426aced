using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Ratings;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Ratings;

/// <summary>GET /ratings: the user's own ratings.</summary>
public sealed class ListRatingsFunction(FunctionsServer server)
{
    private const string Name = "list_ratings";
    private const string Route = "ratings";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe("List own ratings", "The user's ratings, latest first.", [Paging.Limit, Paging.RowOffset, .. Subjects.All])
        .Example(answer:
            """
            {"ratings": [{"movie_id": 1, "external_id": null, "title": "Toy Story", "year": 1995,
             "genres": ["Animation", "Comedy"], "rating": 4.5, "rated_at": "2026-11-24T12:00:00Z"}],
             "total": 1, "limit": 10, "offset": 0, "next": null}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<RatingPage>> HandleAsync(HttpContext context, CallerContext caller, RatingStore ratings)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.RowOffset);
        var identity = CallerIdentity.Of(context);
        var subject = reader.ReadSubject(identity);
        reader.ThrowIfInvalid();
        var userId = await caller.FindIdAsync(context, subject);
        var own = await ratings.ListAsync(userId, limit, offset, context.RequestAborted);
        if (own is null || (userId == identity.UserId && !identity.Holds(own.Role)))
            throw CallerContext.Vanished(context, userId);
        return TypedResults.Ok(new RatingPage(
            own.Page.Items, own.Page.Total, limit, offset,
            Paging.NextOf(context.Request, offset, limit, own.Page.Total, own.Page.Items.Count)));
    }
}
