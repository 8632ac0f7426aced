using System.Net;

namespace Recofilm.Client;

/// <summary>
/// Sends requests again that the program refused for the moment. Kiota's own handler repeats 504, too, after which the program
/// may have acted, and throws another exception in the end.
/// </summary>
internal sealed class RefusalHandler(HttpMessageHandler next) : DelegatingHandler(next)
{
    private const int Retries = 3;
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether a request can be sent twice: a body of unknown length is a stream that can be read once.</summary>
    public static bool IsRepeatable(HttpRequestMessage request) => request.Content is not { Headers.ContentLength: null };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var pause = answer.Headers.RetryAfter?.Delta ?? _firstPause * (1 << attempt);
            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                || attempt == Retries || pause > _longestPause || !IsRepeatable(request))
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
