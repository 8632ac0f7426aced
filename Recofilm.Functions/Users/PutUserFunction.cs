using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>PUT /users/{user_id}: creates a user under a given identifier or external identifier.</summary>
public sealed class PutUserFunction(FunctionsServer server)
{
    private const string Name = "put_user";
    private const string Route = "users/{user_id}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPut($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Create or change a user",
            "Creates a user under this identifier, or gives an existing one an external_id. The path external:… creates a user " +
            "with that external_id under the next free identifier. The user has no key: operators and services act for them. " +
            "For operators and services.",
            [UserPath.User])
        .Example(request: """{"external_id": "9b2d1c5e-6f1a-4b7e-8d3c-2f0a1b4c5d6e"}""", answer:
            """
            {"user_id": 611, "external_id": "9b2d1c5e-6f1a-4b7e-8d3c-2f0a1b4c5d6e", "role": "user",
            "created_at": "2026-11-24T12:00:00Z"}
            """)
        .Produces<UserAnswer>(StatusCodes.Status201Created)
        .Problems(400, 401, 403, 409, 413, 415);

    private static async Task<Results<Ok<UserAnswer>, Created<UserAnswer>>> HandleAsync(
        HttpContext context, Body<UserBody> body, UserDirectory users, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var reference = UserPath.Read(reader);
        var externalId = reader.OptionalField(ExternalIds.Field, body.Read(reader).ExternalId);
        reader.Check(
            reference.ExternalId is null || externalId is null || externalId == reference.ExternalId, ExternalIds.Field.Name,
            "must equal that of the path, or be absent");
        reader.ThrowIfInvalid();
        var (user, created) = reference.ExternalId is { } named
            ? await PutAsync(named)
            : await users.PutAsync(reference.UserId, externalId, time.GetUtcNow(), context.RequestAborted);
        var answer = UserAnswer.Of(user ?? throw UserPath.Taken(externalId));
        return created ? TypedResults.Created($"/users/{answer.UserId}", answer) : TypedResults.Ok(answer);

        async Task<(UserIdentity? User, bool Created)> PutAsync(string external)
        {
            var made = await users.CreateAsync(keyHash: null, external, time.GetUtcNow(), context.RequestAborted);
            return made is not null ? (made, true) : (await users.FindAsync(reference, context.RequestAborted), false);
        }
    }
}
