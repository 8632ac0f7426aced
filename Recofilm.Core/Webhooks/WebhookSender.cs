using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Core.Webhooks;

/// <summary>
/// Delivers events to the configured addresses at least once, with growing pauses until an address accepts the event. The header
/// <c>Recofilm-Signature: t=&lt;seconds since 1970&gt;,v1=&lt;hex&gt;</c> has the HMAC-SHA-256 of the time, a dot and the body.
/// </summary>
public sealed partial class WebhookSender(
    WebhookStore store, IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider time,
    ILogger<WebhookSender> logger)
    : BackgroundService
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "webhooks";

    /// <summary>The header of the signature.</summary>
    public const string SignatureHeader = "Recofilm-Signature";

    /// <summary>The largest number of attempts per delivery, over some two days.</summary>
    public const int MaxAttempts = 16;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(6);

    /// <summary>Returns the value of the signature header.</summary>
    /// <param name="secret">The address's secret.</param>
    /// <param name="sentAt">The time of the request.</param>
    /// <param name="body">The body of the request.</param>
    public static string Sign(string secret, DateTimeOffset sentAt, string body)
    {
        var seconds = sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }

    /// <summary>Returns the pause after a failed attempt: 5 seconds, doubled each time, up to 6 hours.</summary>
    /// <param name="attempt">The number of the failed attempt, from 1.</param>
    public static TimeSpan PauseAfter(int attempt) =>
        attempt > 13 ? _longestPause : TimeSpan.FromTicks(Math.Min(_longestPause.Ticks, _firstPause.Ticks << (attempt - 1)));

    /// <summary>Sends the deliveries that are due.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task SendDueAsync(CancellationToken cancellationToken = default)
    {
        foreach (var endpoint in options.Value.Endpoints)
        {
            await store.PlanAsync(
                endpoint.Url, endpoint.Events.Count == 0 ? WebhookOptions.Kinds : endpoint.Events,
                time.GetUtcNow(), cancellationToken);
            foreach (var delivery in await store.TakeAsync(endpoint.Url, time.GetUtcNow(), _lease, cancellationToken))
                await DeliverAsync(endpoint, delivery, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Endpoints.Count == 0)
            return;
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogUnreadable(exception);
            }
        }
    }

    private async Task DeliverAsync(
        WebhookEndpointOptions endpoint, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var error = await TrySendAsync(endpoint, delivery, cancellationToken);
        var now = time.GetUtcNow();
        DateTimeOffset? next = error is null || delivery.Attempt >= MaxAttempts ? null : now + PauseAfter(delivery.Attempt);
        await store.RecordAsync(delivery.EventId, endpoint.Url, error is null ? now : null, next, error, cancellationToken);
        if (error is not null && next is null)
            LogGivenUp(delivery.Kind, endpoint.Url, error);
    }

    private async Task<string?> TrySendAsync(
        WebhookEndpointOptions endpoint, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var body = Write(delivery);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add(SignatureHeader, Sign(endpoint.Secret, time.GetUtcNow(), body));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        try
        {
            using var answer = await clients.CreateClient(ClientName).SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return answer.IsSuccessStatusCode ? null : $"status {(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {_timeout.TotalSeconds:F0} seconds";
        }
    }

    private static string Write(WebhookDelivery delivery)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event_id", delivery.EventId);
            json.WriteString("kind", delivery.Kind);
            json.WriteString("occurred_at", UtcTime.Text(delivery.OccurredAt));
            json.WritePropertyName("data");
            json.WriteRawValue(delivery.Data);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Event {Kind} was not delivered to {Url}: {Error}")]
    private partial void LogGivenUp(string kind, string url, string error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Webhook events cannot be read")]
    private partial void LogUnreadable(Exception exception);
}
