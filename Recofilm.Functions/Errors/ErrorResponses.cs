using Azure;
using Npgsql;

namespace Recofilm.Functions.Errors;

/// <summary>Makes every error of the API a problem document, whatever raised it.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">Receives what the client is not told.</param>
internal sealed partial class ErrorResponses(RequestDelegate next, ILogger<ErrorResponses> logger)
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);

    /// <summary>Runs the rest and answers for its errors.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        Problem? problem;
        try
        {
            await next(context);
            problem = DescribeEmptyError(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more; the status is for the log.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            problem = Describe(exception);
        }

        if (problem is not null)
            await problem.ExecuteAsync(context);
    }

    private Problem Describe(Exception exception)
    {
        switch (exception)
        {
            case ProblemException known:
                return known.Problem;
            case BadHttpRequestException bad:
                return new Problem(ProblemType.OfStatus(bad.StatusCode), bad.Message);
            case NpgsqlException { IsTransient: true }:
                LogDatabase(exception);
                return new Problem(ProblemType.DatabaseUnavailable, "The database does not answer at the moment.")
                {
                    RetryAfter = _retry,
                };
            case RequestFailedException { Status: 0 or >= 500 } or AggregateException { InnerException: RequestFailedException }:
                LogStorage(exception);
                return new Problem(ProblemType.StorageUnavailable, "The model registry does not answer at the moment.")
                {
                    RetryAfter = _retry,
                };
            default:
                LogFailure(exception);
                return new Problem(ProblemType.InternalError, "The request could not be answered. The log tells more under the trace id.");
        }
    }

    private static Problem? DescribeEmptyError(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null || response.ContentLength > 0)
            return null;
        var (method, path) = (context.Request.Method, context.Request.Path);
        return new Problem(ProblemType.OfStatus(response.StatusCode), response.StatusCode switch
        {
            404 => $"There is nothing at {path}.",
            405 => $"{path} does not have {method}, only {response.Headers.Allow}.",
            _ => $"{method} {path} was answered with status {response.StatusCode}.",
        });
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The request failed")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The model registry does not answer")]
    private partial void LogStorage(Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The database does not answer")]
    private partial void LogDatabase(Exception exception);
}
