using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.RegisterUser;

/// <summary>POST /users: a new user with a key.</summary>
internal static class RegisterUserFunction
{
    /// <summary>Maps the endpoint, open to anyone or to operators as configured.</summary>
    public static void MapRegisterUser(this IEndpointRouteBuilder app)
    {
        var isOpen = app.ServiceProvider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.OpenRegistration;
        var endpoint = app.MapPost("/users", HandleAsync)
            .WithFunction("register_user")
            .LimitRegistrations()
            .Describe(
                ApiTags.Users,
                "Register a user",
                "Makes a user and a key. The key is shown in this answer and never again; the database keeps only its hash." +
                (isOpen ? "" : " Only operators may do this."))
            .Example(answer:
            """
            {"user_id": 611, "user_key": "kZc0yJ2v0hXf3Q0m3lq1x8m1Zb7yYJ4s0c0p9wq2r5E"}
            """)
            .Problems(isOpen ? [429] : [401, 403, 429]);
        if (isOpen)
            endpoint.AllowAnonymous();
        else
            endpoint.RequireOperator();
    }

    private static async Task<Created<RegisteredUser>> HandleAsync(
        HttpContext context, UserStore users, UserKeys keys, TimeProvider time)
    {
        var key = UserKeys.Create();
        var userId = await users.CreateAsync(UserRole.User, keys.Hash(key), time.GetUtcNow(), context.RequestAborted);
        return TypedResults.Created((string?)null, new RegisteredUser(userId, key));
    }
}
