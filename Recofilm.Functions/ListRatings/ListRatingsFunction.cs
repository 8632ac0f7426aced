using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Ratings;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.ListRatings;

/// <summary>GET /ratings: the user's own ratings.</summary>
internal static class ListRatingsFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapListRatings(this IEndpointRouteBuilder app) => app
        .MapGet("/ratings", HandleAsync)
        .WithFunction("list_ratings")
        .RequireUserReadByHandler()
        .Describe(ApiTags.Ratings, "List own ratings", "The user's ratings, latest first.", [Paging.Limit, Paging.Offset])
        .Example(answer:
            """
            {"ratings": [{"movie_id": 1, "title": "Toy Story", "year": 1995, "rating": 4.5, "rated_at": "2026-11-24T12:00:00Z"}], "total": 1, "limit": 10, "offset": 0}
            """)
        .Problems(400, 401);

    private static async Task<Ok<RatingPage>> HandleAsync(HttpContext context, RatingStore ratings)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.Offset);
        reader.ThrowIfInvalid();
        var user = CurrentUser.Of(context);
        var own = await ratings.ListAsync(user.UserId, limit, offset, context.RequestAborted);
        if (own is null || !user.Holds(own.Role))
            throw new ProblemException(AuthenticationProblems.UserGone());
        return TypedResults.Ok(new RatingPage(own.Page.Items, own.Page.Total, limit, offset));
    }
}
