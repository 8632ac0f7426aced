using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Configuration;
using Recofilm.Core.Exports;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Exports;

/// <summary>POST /exports: asks for the top lists of all users in a blob.</summary>
public sealed class CreateExportFunction(FunctionsServer server)
{
    private const string Name = "create_export";
    private const string Route = "exports";

    private static readonly IntegerParameter _limit =
        new("limit", "The number of movies of a list.", 1, RecommendationRequest.MaxLimit, new ListExport().Limit);

    // The first is the default.
    private static readonly string[] _formats =
        [ExportFormat.Parquet.ToSnakeCase(), ExportFormat.Ndjson.ToSnakeCase()];

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Export all users' lists",
            "Queues an export of the top lists of all users to a blob beside the models, for campaigns, e-mail and edge " +
            "caches. The lists follow the same rules as those of requests, and come from the champion. " +
            "GET /exports/{export_id} shows the progress. For operators and services.")
        .Example(request: """{"strategy": "hybrid", "limit": 20, "format": "parquet", "country": "DE"}""", answer:
            """
            {"export_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "status": "queued",
             "blob": "exports/019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77.parquet", "strategy": "hybrid", "limit": 20, "users": 0,
             "total_users": null, "rows": 0, "model_version": null, "queued_at": "2026-11-24T12:00:00Z", "started_at": null,
             "finished_at": null, "error": null}
            """)
        .Problems(400, 401, 403, 413, 415, 503);

    private static async Task<Accepted<ExportAnswer>> HandleAsync(
        HttpContext context, Body<ExportBody> body, CallerContext caller, ModelHolder models, ExportQueue exports)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader);
        var filter = MovieFilters.Read(reader, given, given.Genres);
        var (strategy, format) = (given.Strategy ?? ListExport.Strategies[0], given.Format ?? _formats[0]);
        var limit = reader.Field(_limit, given.Limit);
        reader.Check(
            ListExport.Strategies.Contains(strategy), "strategy", $"must be {string.Join(" or ", ListExport.Strategies)}");
        reader.Check(_formats.Contains(format), "format", $"must be {string.Join(" or ", _formats)}");
        reader.ThrowIfInvalid();

        // An unknown genre is better told now than by a failed export.
        using var model = models.AcquireChampion() ?? throw CallerContext.NotLoaded();
        var export = new ListExport
        {
            Strategy = strategy,
            Limit = limit,
            Filter = filter.Resolve(model.Snapshot.Catalog.Genres, await caller.CatalogAsync(context)),
        };
        var queued = await exports.EnqueueAsync(export, SnakeCase.Parse<ExportFormat>(format), context.RequestAborted);
        return TypedResults.Accepted($"/{Route}/{queued.ExportId}", ExportAnswer.Of(queued));
    }
}
