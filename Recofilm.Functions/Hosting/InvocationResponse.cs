using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Net.Http.Headers;

namespace Recofilm.Functions.Hosting;

/// <summary>The response that the pipeline builds behind the Functions host; it stays in memory until it is complete.</summary>
internal sealed class InvocationResponse : IHttpResponseFeature
{
    private readonly HeaderDictionary _headers = [];
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = [];
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = [];
    private int _statusCode = StatusCodes.Status200OK;
    private string? _reasonPhrase;

    /// <summary>Creates an empty response of status 200.</summary>
    public InvocationResponse() => Body = new InvocationResponseBody(this);

    /// <summary>The buffered body.</summary>
    public InvocationResponseBody Body { get; private set; }

    /// <inheritdoc/>
    public bool HasStarted { get; private set; }

    /// <inheritdoc/>
    public int StatusCode
    {
        get => _statusCode;
        set => _statusCode = HasStarted ? throw Started(nameof(StatusCode)) : value;
    }

    /// <summary>The reason phrase, which is never sent because the worker's protocol has no field for it.</summary>
    public string? ReasonPhrase
    {
        get => _reasonPhrase;
        set => _reasonPhrase = HasStarted ? throw Started(nameof(ReasonPhrase)) : value;
    }

    /// <inheritdoc/>
    public IHeaderDictionary Headers
    {
        get => _headers;
        set => throw new NotSupportedException("The headers of a response cannot be replaced as a whole.");
    }

    Stream IHttpResponseFeature.Body
    {
        get => Body.Stream;
        set => throw new NotSupportedException($"The body is replaced through {nameof(IHttpResponseBodyFeature)}.");
    }

    /// <inheritdoc/>
    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted)
            throw Started(nameof(OnStarting));
        _onStarting.Push((callback, state));
    }

    /// <inheritdoc/>
    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    /// <summary>Fixes status and headers, at the first byte of the body or when the pipeline asks for it.</summary>
    public async Task StartAsync()
    {
        if (HasStarted)
            return;
        while (_onStarting.TryPop(out var starting))
            await starting.Callback(starting.State);
        HasStarted = true;
        _headers.IsReadOnly = true;
    }

    /// <summary>Ends the response when the pipeline has run.</summary>
    public Task CompleteAsync() => StartAsync();

    /// <summary>Runs the callbacks for the end of the response, the latest first.</summary>
    public async Task RunCompletedAsync(Action<Exception> onFailure)
    {
        while (_onCompleted.TryPop(out var completed))
        {
            try
            {
                await completed.Callback(completed.State);
            }
            catch (Exception exception)
            {
                onFailure(exception);
            }
        }
    }

    /// <summary>Replaces the response by an empty one.</summary>
    public void Reset(int statusCode)
    {
        _headers.IsReadOnly = false;
        _headers.Clear();
        _statusCode = statusCode;
        Body = new InvocationResponseBody(this);
        HasStarted = true;
    }

    /// <summary>Copies the response to the worker's response.</summary>
    /// <param name="answer">The response that the worker sends.</param>
    /// <param name="method">The method that the client sent; the answer to HEAD has no body.</param>
    /// <exception cref="InvalidOperationException">The body does not have the announced length.</exception>
    public HttpResponseData CopyTo(HttpResponseData answer, string method)
    {
        answer.StatusCode = (HttpStatusCode)_statusCode;
        foreach (var (name, values) in _headers)
        {
            if (name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase))
                InvocationCookies.Append(answer.Cookies, values);
            // The host chooses the transfer encoding.
            else if (!name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase))
                answer.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (HttpMethods.IsHead(method) || _statusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            return answer;
        if (_headers.ContentLength is { } announced && announced != Body.Length)
            throw new InvalidOperationException($"The response has {Body.Length} bytes; Content-Length announced {announced}.");
        answer.Body = Body.ToStream();
        return answer;
    }

    private static InvalidOperationException Started(string what) =>
        new($"{what} cannot be set because the response has already started.");
}
