using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Ratings;

/// <summary>GET /dismissals: movies that the user does not want to be shown.</summary>
public sealed class ListDismissalsFunction(FunctionsServer server)
{
    private const string Name = "list_dismissals";
    private const string Route = "dismissals";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUser()
        .Describe(
            "List dismissals", "The movies that the user does not want to be shown, latest first.",
            [Paging.Limit, Paging.RowOffset, .. Subjects.All])
        .Example(answer:
            """
            {"dismissals": [{"movie_id": 1, "external_id": null, "title": "Toy Story", "year": 1995,
             "genres": ["Animation", "Comedy"], "dismissed_at": "2026-11-24T12:00:00Z"}],
             "total": 1, "limit": 10, "offset": 0, "next": null}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<DismissalPage>> HandleAsync(HttpContext context, CallerContext caller, DismissalStore dismissals)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.RowOffset);
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();
        var userId = await caller.FindIdAsync(context, subject);
        var page = await dismissals.ListAsync(userId, limit, offset, context.RequestAborted);
        return TypedResults.Ok(new DismissalPage(
            page.Items, page.Total, limit, offset, Paging.NextOf(context.Request, offset, limit, page.Total, page.Items.Count)));
    }
}

/// <summary>The answer of GET /dismissals.</summary>
/// <param name="Dismissals">The movies, latest first.</param>
/// <param name="Total">The number of all dismissals.</param>
/// <param name="Limit">The requested number of entries.</param>
/// <param name="Offset">The number of entries skipped.</param>
/// <param name="Next">The path and query of the next page, or null at the end.</param>
internal sealed record DismissalPage(IReadOnlyList<Dismissal> Dismissals, int Total, int Limit, int Offset, string? Next);
