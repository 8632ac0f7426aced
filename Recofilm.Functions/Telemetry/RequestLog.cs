using System.Diagnostics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Recofilm.Functions.Telemetry;

/// <summary>Writes one structured line for every answered request.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    /// <summary>Runs the rest of the pipeline and logs the outcome.</summary>
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
        var subject = context.User.FindFirst(JwtRegisteredClaimNames.Sub)?.Value;
        int? userId = int.TryParse(subject, CultureInfo.InvariantCulture, out var id) ? id : null;
        var modelVersion = context.Features.Get<ServedModel>()?.Version;
        var invocationId = context.Features.Get<FunctionContext>()?.InvocationId;
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

/// <summary>The model that answered a request; a handler that uses a model sets this feature of the request.</summary>
/// <param name="Version">The version.</param>
internal sealed record ServedModel(string Version);
