using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Monitoring;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Models;

/// <summary>GET /models/activations: who changed the champion and when.</summary>
public sealed class ListActivationsFunction(FunctionsServer server)
{
    private const string Name = "list_activations";
    private const string Route = "models/activations";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireOperator()
        .Describe(
            "List activations",
            "The latest changes of the champion, newest first: by a training, an operator, the command line, or a rollback. " +
            "For operators.",
            [Paging.Limit])
        .Example(answer:
            """
            {"activations": [{"activated_at": "2026-11-24T12:00:00Z", "version": "20261123T031500Z-9f8e7d6c",
              "previous": "20261124T031500Z-1a2b3c4d", "cause": "operator", "user_id": 601, "run_id": null, "reason": null}]}
            """)
        .Problems(400, 401, 403);

    private static async Task<Ok<ActivationPage>> HandleAsync(HttpContext context, ActivationLog activations)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        reader.ThrowIfInvalid();
        return TypedResults.Ok(new ActivationPage(await activations.ListAsync(limit, context.RequestAborted)));
    }
}

/// <summary>The answer of GET /models/activations.</summary>
/// <param name="Activations">The changes, newest first.</param>
internal sealed record ActivationPage(IReadOnlyList<Activation> Activations);
