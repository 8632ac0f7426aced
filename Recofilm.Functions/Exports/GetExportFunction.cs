using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Exports;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Exports;

/// <summary>GET /exports/{export_id}: the state of an export.</summary>
public sealed class GetExportFunction(FunctionsServer server)
{
    private const string Name = "get_export";
    private const string Route = "exports/{export_id}";

    private static readonly TextParameter _exportId =
        new("export_id", "The identifier that POST /exports answered.", MaximumLength: 36);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Show an export",
            "The state, the counts and the blob of an export. A completed one has its blob; a failed one has its error. " +
            "For operators and services.",
            [_exportId])
        .Example(answer:
            """
            {"export_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "status": "completed",
             "blob": "exports/019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77.parquet", "strategy": "hybrid", "limit": 20,
             "users": 1000, "total_users": 1000, "rows": 20000, "model_version": "20261124T031500Z-1a2b3c4d",
             "queued_at": "2026-11-24T12:00:00Z", "started_at": "2026-11-24T12:00:01Z",
             "finished_at": "2026-11-24T12:00:04Z", "error": null}
            """)
        .Problems(401, 403, 404);

    private static async Task<Ok<ExportAnswer>> HandleAsync(HttpContext context, ExportStore exports)
    {
        var text = context.Request.RouteValues[_exportId.Name] as string ?? "";
        var export = Guid.TryParse(text, out var exportId) ? await exports.FindAsync(exportId, context.RequestAborted) : null;
        return TypedResults.Ok(ExportAnswer.Of(export
            ?? throw new ProblemException(new Problem(ProblemType.UnknownExport, $"There is no export \"{text}\"."))));
    }
}
