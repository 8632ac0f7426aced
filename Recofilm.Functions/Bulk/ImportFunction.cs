using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.BlobImports;
using Recofilm.Core.Database.Bulk;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Bulk;

/// <summary>POST /bulk/import: asks for the import of a blob, which may be larger than a request's body.</summary>
public sealed class ImportFunction(FunctionsServer server)
{
    private const string Name = "import_blob";
    private const string Route = "bulk/import";

    private static readonly TextParameter _blob = new("blob", "The name of the blob.", MaximumLength: 1024);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Import a blob",
            "Queues the import of a file in the storage account, for data that are larger than a request's body. The file has " +
            "the lines of POST /bulk/{table}. GET /bulk/imports/{import_id} shows the progress and the counts. For operators " +
            "and services.")
        .Example(request: """{"table": "ratings", "blob": "imports/ratings.ndjson", "on_error": "skip"}""", answer:
            """
            {"import_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "status": "queued", "table": "ratings",
             "blob": "imports/ratings.ndjson", "on_error": "skip", "bytes": 0, "total_bytes": null, "counts": null,
             "queued_at": "2026-11-24T12:00:00Z", "started_at": null, "finished_at": null, "error": null}
            """)
        .Problems(400, 401, 403, 413, 415, 503);

    private static async Task<Accepted<ImportAnswer>> HandleAsync(HttpContext context, Body<ImportBody> body, ImportQueue imports)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader);
        reader.Check(BulkTable.Names.Contains(given.Table), "table", $"must be {string.Join(", ", BulkTable.Names)}");
        reader.Check(
            _blob.Allows(given.Blob) && ImportQueue.FormatOf(given.Blob) is not null, "blob",
            $"must begin with {ImportQueue.BlobPrefix} and end in {string.Join(", ", ImportQueue.Extensions)}");
        reader.Check(given.OnError is null or "abort" or "skip", "on_error", "must be abort or skip");
        reader.ThrowIfInvalid();

        var queued = await imports.EnqueueAsync(given.Table, given.Blob, given.OnError == "skip", context.RequestAborted);
        return TypedResults.Accepted($"/bulk/imports/{queued.ImportId}", ImportAnswer.Of(queued));
    }
}
