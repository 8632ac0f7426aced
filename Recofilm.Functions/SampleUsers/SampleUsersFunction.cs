using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.SampleUsers;

/// <summary>GET /sample_users: users to look at the product with, where users may log in without a key.</summary>
internal static class SampleUsersFunction
{
    private const int Count = 5;

    /// <summary>Maps the endpoint.</summary>
    public static void MapSampleUsers(this IEndpointRouteBuilder app) => app
        .MapGet("/sample_users", HandleAsync)
        .WithFunction("sample_users")
        .AllowAnonymous()
        .LimitLogins()
        .Describe(
            ApiTags.Users,
            "List sample users",
            "Users of different tastes, and an operator, to log in as without a key. Only for demonstrations, where " +
            "Recofilm:Authentication:AllowLoginByUserIdAlone is set; elsewhere 404.")
        .Example(answer:
            """
            {"users": [{"user_id": 12, "role": "user", "ratings": 74, "genres": ["Film-Noir", "Crime", "Drama"]}]}
            """)
        .Problems(404, 429);

    private static async Task<Ok<SampleUserList>> HandleAsync(
        HttpContext context, SampleUserStore users, IOptions<AuthenticationOptions> options) =>
        options.Value.AllowLoginByUserIdAlone
            ? TypedResults.Ok(new SampleUserList(await users.ListAsync(Count, context.RequestAborted)))
            : throw new ProblemException(new Problem(ProblemType.UnknownRoute, "Users need their keys here."));
}
