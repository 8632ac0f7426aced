namespace Recofilm.Functions.Requests;

/// <summary>Turns every error of the API into a problem document.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">Receives the details that the client does not get.</param>
internal sealed partial class ErrorResponses(RequestDelegate next, ILogger<ErrorResponses> logger)
{
    /// <summary>Runs the rest of the pipeline and answers its errors.</summary>
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
            // The client is gone, so only the log sees the status.
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
        var problem = ExceptionProblems.Of(exception);
        if (problem.Type == ProblemType.DatabaseUnavailable)
            LogDatabase(exception);
        else if (problem.Type == ProblemType.StorageUnavailable)
            LogStorage(exception);
        else if (problem.Type.Status >= 500 && exception is not ProblemException)
            LogFailure(exception);
        return problem;
    }

    private static Problem? DescribeEmptyError(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null || response.ContentLength > 0)
            return null;
        if (response.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return JsonErrors.WrongMediaType();
        var (method, path) = (context.Request.Method, context.Request.Path);
        return new Problem(ProblemType.OfStatus(response.StatusCode), response.StatusCode switch
        {
            404 => $"There is nothing at {path}.",
            405 => $"{path} does not support {method}; it allows {response.Headers.Allow}.",
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
