using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Online;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.RecommendationHistory;

/// <summary>GET /recommendations/history: the lists that the user was shown.</summary>
internal static class RecommendationHistoryFunction
{
    private static readonly IntegerParameter _userId =
        new("user_id", "Whose lists; for operators. Left out: one's own.", 1, int.MaxValue);

    /// <summary>Maps the endpoint.</summary>
    public static void MapRecommendationHistory(this IEndpointRouteBuilder app) => app
        .MapGet("/recommendations/history", HandleAsync)
        .WithFunction("recommendation_history")
        .RequireUser()
        .Describe(
            ApiTags.Recommendations,
            "List what was shown",
            "The lists that the user was shown, latest first, with what they did with the movies. A list appears here within a second.",
            [Paging.Limit, Paging.Offset, _userId])
        .Example(answer:
            """
            {"user_id": 611, "lists": [
              {"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "strategy": "collaborative",
               "model_version": "20261124T031500Z-1a2b3c4d", "served_at": "2026-11-24T12:00:00Z", "recommendations": [
                {"rank": 1, "movie_id": 260, "title": "Star Wars: Episode IV - A New Hope", "year": 1977, "score": 0.93, "events": ["click"]}]}],
             "total": 1, "limit": 10, "offset": 0}
            """)
        .Problems(400, 401, 403);

    private static async Task<Ok<HistoryPage>> HandleAsync(HttpContext context, ServedListHistory history)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.Offset);
        var asked = reader.OptionalQuery(_userId);
        reader.ThrowIfInvalid();
        var caller = CurrentUser.Of(context);
        var userId = asked ?? caller.UserId;
        if (userId != caller.UserId && caller.Role != UserRole.Operator)
            throw new ProblemException(AuthenticationProblems.Forbidden());
        var page = await history.ListAsync(userId, limit, offset, context.RequestAborted);
        return TypedResults.Ok(new HistoryPage(userId, page.Items, page.Total, limit, offset));
    }
}

/// <summary>The answer of GET /recommendations/history.</summary>
/// <param name="UserId">Who was shown the lists.</param>
/// <param name="Lists">The lists, latest first.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Limit">How many were asked for.</param>
/// <param name="Offset">How many were passed over.</param>
internal sealed record HistoryPage(int UserId, IReadOnlyList<ShownList> Lists, int Total, int Limit, int Offset);
