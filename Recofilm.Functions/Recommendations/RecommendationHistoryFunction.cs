using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Feedback;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Recommendations;

/// <summary>GET /recommendations/history: the lists that the user was shown.</summary>
public sealed class RecommendationHistoryFunction(FunctionsServer server)
{
    private const string Name = "recommendation_history";
    private const string Route = "recommendations/history";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUser()
        .Describe(
            "List shown lists",
            "The lists that the user was shown, latest first, with the user's reactions. A list appears within a second.",
            [Paging.Limit, Paging.RowOffset, .. Subjects.All])
        .Example(answer:
            """
            {"user_id": 611, "lists": [
              {"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "strategy": "collaborative",
               "model_version": "20261124T031500Z-1a2b3c4d", "served_at": "2026-11-24T12:00:00Z", "recommendations": [
                {"rank": 1, "movie_id": 260, "title": "Star Wars: Episode IV - A New Hope", "year": 1977, "score": 0.93,
                 "events": ["click"]}]}],
             "total": 1, "limit": 10, "offset": 0, "next": null}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<HistoryPage>> HandleAsync(
        HttpContext context, CallerContext caller, ImpressionHistory history)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.RowOffset);
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();
        var userId = await caller.FindIdAsync(context, subject);
        var page = await history.ListAsync(userId, limit, offset, context.RequestAborted);
        return TypedResults.Ok(new HistoryPage(
            userId, page.Items, page.Total, limit, offset,
            Paging.NextOf(context.Request, offset, limit, page.Total, page.Items.Count)));
    }
}

/// <summary>The answer of GET /recommendations/history.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Lists">The lists, latest first.</param>
/// <param name="Total">The number of all lists.</param>
/// <param name="Limit">The requested number of entries.</param>
/// <param name="Offset">The number of entries skipped.</param>
/// <param name="Next">The path and query of the next page, or null at the end.</param>
internal sealed record HistoryPage(int UserId, IReadOnlyList<ShownList> Lists, int Total, int Limit, int Offset, string? Next);
