using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Recofilm.Core.Database.Bulk;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Bulk;

/// <summary>POST /bulk/users, /bulk/movies, /bulk/ratings and /bulk/tags: imports a platform's data, one row per line.</summary>
public sealed class BulkFunction(FunctionsServer server)
{
    private const string Name = "bulk";
    private const string Route = "bulk/{table}";

    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";

    private static readonly ChoiceParameter _table = new("table", "The kind of rows.", [.. BulkTable.Names]);

    private static readonly ChoiceParameter _onError = new(
        "on_error", "The handling of a bad line: abort writes nothing; skip leaves the line out.", "abort", "skip");

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Import many rows",
            "Imports users, movies, ratings or tags, one per line: JSON objects (application/x-ndjson) or comma-separated " +
            "values after a header (text/csv), in UTF-8. Existing rows are replaced. All lines are written in one transaction. " +
            "The answer lists the first 100 rejected lines with field and reason. For operators and services.",
            [_table, _onError])
        .Accepts<string>(Ndjson, Csv)
        .Example(answer:
            """
            {"inserted": 999, "updated": 0, "unchanged": 0, "rejected": 1,
             "rejections": [{"line": 17, "field": "rating", "reason": "must be from 0.5 to 5 in steps of 0.5"}]}
            """)
        .Problems(400, 401, 403, 408, 409, 413, 415, 422, 429);

    private static async Task<Ok<BulkAnswer>> HandleAsync(
        HttpContext context, BulkImporter importer, BulkTurn turn, IOptions<HttpOptions> http, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var table = reader.Path(_table);
        var skips = reader.Query(_onError) == "skip";
        reader.ThrowIfInvalid();
        var format = FormatOf(context.Request.ContentType);
        // The server's limit is meant for smaller bodies. A server without this feature has already read the body.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = http.Value.MaxBulkBodyBytes;
        if (context.Request.ContentLength > http.Value.MaxBulkBodyBytes)
        {
            throw new ProblemException(new Problem(
                ProblemType.BodyTooLarge, $"The body must be at most {http.Value.MaxBulkBodyBytes} bytes; split it."));
        }

        using var taken = turn.Take();
        var longest = http.Value.BulkRequestTimeout;
        using var timeout = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            var report = await importer.ImportAsync(
                table, context.Request.Body, new BulkOptions { Format = format, SkipRejected = skips },
                cancellationToken: either.Token);
            return report.IsCommitted
                ? TypedResults.Ok(new BulkAnswer(
                    report.Inserted, report.Updated, report.Unchanged, report.Rejected, report.Rejections))
                : throw Rejected(report);
        }
        catch (OperationCanceledException)
            when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(new Problem(
                ProblemType.RequestTimeout,
                $"The request must be done within {longest.TotalSeconds} seconds; nothing was written. Split it."));
        }
        catch (BulkFormatException exception)
        {
            throw new ProblemException(new Problem(ProblemType.RejectedLines, exception.Message));
        }
    }

    private static BulkFormat FormatOf(string? contentType)
    {
        var isUtf8 = MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        return isUtf8 && type!.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase) ? BulkFormat.Ndjson
            : isUtf8 && type!.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase) ? BulkFormat.Csv
            : throw new ProblemException(new Problem(
                ProblemType.UnsupportedMediaType, $"The header Content-Type must be {Ndjson} or {Csv}, in UTF-8."));
    }

    private static ProblemException Rejected(BulkReport report)
    {
        FieldError[] errors =
        [
            .. report.Rejections.Select(rejection => new FieldError(
                $"lines[{rejection.Line}]" + (rejection.Field is { } field ? $".{field}" : ""), rejection.Reason)),
        ];
        return new ProblemException(new Problem(
            ProblemType.RejectedLines,
            $"{report.Rejected} lines were rejected and nothing was written; on_error=skip writes the others.", errors));
    }
}
