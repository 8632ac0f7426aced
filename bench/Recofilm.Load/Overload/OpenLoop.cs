using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Recofilm.Load.Wrk;

namespace Recofilm.Load.Overload;

/// <summary>
/// Sends requests at the times that a rate sets, whether or not the earlier ones are answered, as people do. A latency counts
/// from the time at which the request was due, so a program that stalls cannot hide its stall (coordinated omission).
/// </summary>
internal sealed class OpenLoop(Uri address) : IDisposable
{
    /// <summary>The longest wait of a client.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) })
    {
        BaseAddress = address,
        Timeout = Patience,
    };

    /// <summary>Sends requests in turn for a while, and waits for their answers.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="perSecond">The number of requests a second.</param>
    /// <param name="duration">The time during which requests are due.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Answer>> RunAsync(
        IReadOnlyList<LoadRequest> requests, double perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var answers = new ConcurrentBag<Answer>();
        var waiting = new List<Task>(count);
        var start = Stopwatch.GetTimestamp();
        while (waiting.Count < count)
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond) + 1);
            while (waiting.Count < due)
            {
                var number = waiting.Count;
                var dueAt = start + (long)(number / perSecond * Stopwatch.Frequency);
                waiting.Add(SendAsync(requests[number % requests.Count], dueAt));
            }

            await Task.Delay(1, cancellationToken);
        }

        await Task.WhenAll(waiting);
        return [.. answers];

        async Task SendAsync(LoadRequest request, long dueAt)
        {
            var status = await StatusAsync(request, cancellationToken);
            answers.Add(new Answer(status, Stopwatch.GetElapsedTime(dueAt)));
        }
    }

    /// <summary>Sends requests as fast as some callers get answers, and returns the number of good ones a second.</summary>
    public async Task<double> CapacityAsync(
        IReadOnlyList<LoadRequest> requests, int callers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (sent, good) = (-1, 0);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, cancellationToken)));
        return good / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task CallAsync()
        {
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var next = (uint)Interlocked.Increment(ref sent) % (uint)requests.Count;
                if (await StatusAsync(requests[(int)next], cancellationToken) == 200)
                    Interlocked.Increment(ref good);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Zero stands for no answer.
    private async Task<int> StatusAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
        if (request.Token.Length > 0)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Token);
        if (request.Body.Length > 0)
            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _client.SendAsync(message, cancellationToken);
            return (int)answer.StatusCode;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }
}

/// <summary>An answer to a request.</summary>
/// <param name="Status">The status; 0 when no answer came.</param>
/// <param name="Latency">The time from when the request was due until the answer was whole.</param>
internal readonly record struct Answer(int Status, TimeSpan Latency);
