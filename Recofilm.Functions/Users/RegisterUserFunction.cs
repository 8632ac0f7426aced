using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>POST /users: creates a user with a key.</summary>
public sealed class RegisterUserFunction(FunctionsServer server)
{
    private const string Name = "register_user";
    private const string Route = "users";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app)
    {
        var isOpen = app.ServiceProvider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.OpenRegistration;
        var endpoint = app.MapPost($"/{Route}", HandleAsync)
            .WithFunction(Name)
            .LimitRegistrations()
            .Describe(
                "Register a user",
                "Creates a user and a key. The key is shown in this answer and never again; the database keeps only its hash." +
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
