using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.BlobImports;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Bulk;

/// <summary>GET /bulk/imports/{import_id}: the state of an import.</summary>
public sealed class GetImportFunction(FunctionsServer server)
{
    private const string Name = "get_import";
    private const string Route = "bulk/imports/{import_id}";

    private static readonly TextParameter _importId =
        new("import_id", "The identifier that POST /bulk/import answered.", MaximumLength: 36);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Show an import",
            "The state and the progress of an import; once it has ended, its counts and the first 100 rejected lines. For " +
            "operators and services.",
            [_importId])
        .Example(answer:
            """
            {"import_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "status": "completed", "table": "ratings",
             "blob": "imports/ratings.ndjson", "on_error": "skip", "bytes": 84000000, "total_bytes": 84000000,
             "counts": {"inserted": 999999, "updated": 0, "unchanged": 0, "rejected": 1,
                        "rejections": [{"line": 17, "field": "rating", "reason": "must be from 0.5 to 5 in steps of 0.5"}]},
             "queued_at": "2026-11-24T12:00:00Z", "started_at": "2026-11-24T12:00:01Z",
             "finished_at": "2026-11-24T12:00:14Z", "error": null}
            """)
        .Problems(401, 403, 404);

    private static async Task<Ok<ImportAnswer>> HandleAsync(HttpContext context, ImportStore imports)
    {
        var text = context.Request.RouteValues[_importId.Name] as string ?? "";
        var import = Guid.TryParse(text, out var importId) ? await imports.FindAsync(importId, context.RequestAborted) : null;
        return TypedResults.Ok(ImportAnswer.Of(import
            ?? throw new ProblemException(new Problem(ProblemType.UnknownImport, $"There is no import \"{text}\"."))));
    }
}
