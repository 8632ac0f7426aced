using System.Diagnostics;
using System.Globalization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Recofilm.Functions.Hosting;

/// <summary>Writes one structured line a request, when it is answered.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    private const string InvocationIdHeader = "X-Azure-Functions-InvocationId";

    /// <summary>Runs the rest and logs what came of it.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        var method = context.Request.Method;
        try
        {
            await next(context);
        }
        finally
        {
            Log(context, method, time.GetElapsedTime(start));
        }
    }

    private void Log(HttpContext context, string method, TimeSpan duration)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
        int? userId = int.TryParse(context.User.FindFirst(JwtRegisteredClaimNames.Sub)?.Value, CultureInfo.InvariantCulture, out var id) ? id : null;
        var modelVersion = context.Features.Get<ServedModel>()?.Version;
        var invocationId = context.Request.Headers[InvocationIdHeader].FirstOrDefault();
        var traceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        LogRequest(
            method, route, context.Response.StatusCode, duration.TotalMilliseconds, userId, modelVersion, invocationId, traceId);
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "{Method} {Route} {Status} in {DurationMs:F2} ms, user {UserId}, model {ModelVersion}, " +
            "invocation {InvocationId}, trace {TraceId}")]
    private partial void LogRequest(
        string method, string route, int status, double durationMs, int? userId, string? modelVersion,
        string? invocationId, string traceId);
}

/// <summary>Which model answered a request; a handler that uses one leaves this among the request's features.</summary>
/// <param name="Version">The version.</param>
internal sealed record ServedModel(string Version);
