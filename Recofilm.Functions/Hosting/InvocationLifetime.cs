using Microsoft.AspNetCore.Http.Features;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// The early end of a request behind the Functions host: the host cancels the invocation because the client is gone, the
/// program stops, or the pipeline aborts it.
/// </summary>
internal sealed class InvocationLifetime(CancellationToken clientGone, CancellationToken stopping)
    : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource _aborted = CancellationTokenSource.CreateLinkedTokenSource(clientGone, stopping);
    private CancellationToken? _replacement;

    /// <inheritdoc/>
    public CancellationToken RequestAborted
    {
        get => _replacement ?? _aborted.Token;
        set => _replacement = value;
    }

    /// <summary>Whether <see cref="Abort"/> was called.</summary>
    public bool IsAbortedByApplication { get; private set; }

    /// <inheritdoc/>
    public void Abort()
    {
        IsAbortedByApplication = true;
        _aborted.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _aborted.Dispose();
}
