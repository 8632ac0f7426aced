using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// The server behind the Functions host. It has no port: every HTTP invocation becomes a request of the pipeline, and the
/// invocation returns the pipeline's response.
/// </summary>
public sealed partial class FunctionsServer : IServer
{
    private readonly TaskCompletionSource<Func<HttpRequestData, Task<HttpResponseData>>> _pipeline =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborting = new();
    private readonly long _maxRequestBodyBytes;
    private readonly ILogger _logger;

    // The running requests; the server itself counts as one until it stops.
    private int _running = 1;
    private bool _isStopping;

    /// <summary>Uses the settings of <c>Recofilm:Http</c>, as Kestrel does.</summary>
    internal FunctionsServer(IOptions<HttpOptions> options, ILogger<FunctionsServer> logger)
    {
        _maxRequestBodyBytes = options.Value.MaxRequestBodyBytes;
        _logger = logger;
    }

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _pipeline.SetResult(request => ProcessAsync(application, request));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Runs one invocation through the pipeline. Waits until the server has started, because the worker connects earlier.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The host cancelled the invocation before the server had started, or the server has stopped.
    /// </exception>
    public async Task<HttpResponseData> RunAsync(HttpRequestData request)
    {
        // A request that comes after the last one has ended would meet services that are being disposed.
        if (_drained.Task.IsCompleted)
            throw new OperationCanceledException("The program has stopped.");
        Interlocked.Increment(ref _running);
        try
        {
            var pipeline = await StartedAsync(request.FunctionContext.CancellationToken);
            return await pipeline(request);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Waits for the requests under way, and aborts those that still run when the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!Interlocked.Exchange(ref _isStopping, true))
            Leave();
        try
        {
            await _drained.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _aborting.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _aborting.Dispose();

    private async Task<Func<HttpRequestData, Task<HttpResponseData>>> StartedAsync(CancellationToken cancelled)
    {
        if (_pipeline.Task.IsCompletedSuccessfully)
            return await _pipeline.Task;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, _aborting.Token);
        return await _pipeline.Task.WaitAsync(either.Token);
    }

    private async Task<HttpResponseData> ProcessAsync<TContext>(IHttpApplication<TContext> application, HttpRequestData data)
        where TContext : notnull
    {
        using var lifetime = new InvocationLifetime(data.FunctionContext.CancellationToken, _aborting.Token);
        var response = new InvocationResponse();
        var features = InvocationFeatures.Create(data, response, lifetime, _maxRequestBodyBytes);
        var context = application.CreateContext(features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
            await response.CompleteAsync();
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        // Kestrel closes the connection of a request that was aborted, however its handler ended.
        if (lifetime.IsAbortedByApplication)
            failure ??= new OperationCanceledException("The pipeline aborted the request.");
        var isAnswered = failure is null || TryAnswer(failure, response, lifetime);
        await response.RunCompletedAsync(LogCallbackFailure);
        application.DisposeContext(context, failure);
        if (!isAnswered)
            ExceptionDispatchInfo.Throw(failure!);
        return response.CopyTo(data.CreateResponse(), data.Method);
    }

    // A response that has not started becomes an empty error, as on Kestrel. A response that has started cannot be repaired, and
    // one that the pipeline aborted must not be sent; both fail the invocation, which the host answers with 500.
    private bool TryAnswer(Exception failure, InvocationResponse response, InvocationLifetime lifetime)
    {
        var isClientGone = lifetime.RequestAborted.IsCancellationRequested;
        if (lifetime.IsAbortedByApplication || (response.HasStarted && !isClientGone))
            return false;
        var status = failure is BadHttpRequestException bad ? bad.StatusCode
            : isClientGone ? StatusCodes.Status499ClientClosedRequest
            : StatusCodes.Status500InternalServerError;
        if (status == StatusCodes.Status500InternalServerError)
            LogFailure(failure);
        response.Reset(status);
        return true;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _drained.TrySetResult();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The pipeline did not handle an exception")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A callback after the response failed")]
    private partial void LogCallbackFailure(Exception exception);
}
