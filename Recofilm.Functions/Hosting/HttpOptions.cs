using System.Net;
using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Hosting;

/// <summary>Settings of the HTTP side: section <c>Recofilm:Http</c>.</summary>
internal sealed class HttpOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Http";

    /// <summary>The largest request body, in bytes; larger ones are answered 413.</summary>
    public int MaxRequestBodyBytes { get; set; } = 512 * 1024;

    /// <summary>The longest time that a request's headers may take to arrive; Kestrel enforces it.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that a request's body may take to arrive; slower ones are answered 408.</summary>
    public TimeSpan RequestBodyTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The lowest rate at which Kestrel accepts a body, in bytes per second after 5 seconds of grace; 0 for no limit.
    /// </summary>
    public int MinRequestBytesPerSecond { get; set; } = 240;

    /// <summary>
    /// The lowest rate at which a client may read an answer from Kestrel, in bytes per second after 5 seconds of grace; 0 for no
    /// limit.
    /// </summary>
    public int MinResponseBytesPerSecond { get; set; } = 240;

    /// <summary>The origins of web pages that may call the API, such as "https://example.com". None by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Addresses ("10.0.0.7") and networks ("10.0.0.0/8") of the proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted.
    /// None by default, so that a client that writes the headers gains nothing. The proxy of Azure Functions needs no entry.
    /// </summary>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];

    /// <summary>The largest number of login attempts per address and minute.</summary>
    public int LoginsPerMinute { get; set; } = 30;

    /// <summary>The largest number of registrations per address and minute.</summary>
    public int RegistrationsPerMinute { get; set; } = 30;

    /// <summary>The largest number of requests per service, instance and second.</summary>
    public int ServiceRequestsPerSecond { get; set; } = 10_000;

    /// <summary>The largest body of a bulk request, in bytes. Behind the Functions host the whole body is in memory.</summary>
    public int MaxBulkBodyBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The longest time that a bulk request may take, the arrival of its body included.</summary>
    public TimeSpan BulkRequestTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The largest number of events per user and minute.</summary>
    public int EventsPerMinute { get; set; } = 600;

    /// <summary>The largest number of wrong keys per user and minute; the right key always logs in.</summary>
    public int FailedLoginsPerMinute { get; set; } = 10;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MaxRequestBodyBytes is < 1024 or > 16 * 1024 * 1024)
            yield return $"{Section}:MaxRequestBodyBytes must be from 1024 to 16777216; got {MaxRequestBodyBytes}.";
        if (!IsTimeout(RequestHeadersTimeout))
            yield return $"{Section}:RequestHeadersTimeout must be from 00:00:01 to 00:10:00; got {RequestHeadersTimeout}.";
        if (!IsTimeout(RequestBodyTimeout))
            yield return $"{Section}:RequestBodyTimeout must be from 00:00:01 to 00:10:00; got {RequestBodyTimeout}.";
        if (BulkRequestTimeout < TimeSpan.FromSeconds(1) || BulkRequestTimeout > TimeSpan.FromDays(1))
            yield return $"{Section}:BulkRequestTimeout must be from 00:00:01 to 1.00:00:00; got {BulkRequestTimeout}.";
        if (!IsRate(MinRequestBytesPerSecond))
            yield return $"{Section}:MinRequestBytesPerSecond must be from 0 to 1000000; got {MinRequestBytesPerSecond}.";
        if (!IsRate(MinResponseBytesPerSecond))
            yield return $"{Section}:MinResponseBytesPerSecond must be from 0 to 1000000; got {MinResponseBytesPerSecond}.";
        foreach (var (index, origin) in AllowedOrigins.Index())
        {
            if (!IsOrigin(origin))
                yield return $"{Section}:AllowedOrigins:{index} must be an origin such as https://example.com; got \"{origin}\".";
        }

        foreach (var (index, proxy) in KnownProxies.Index())
        {
            if (!IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _))
                yield return
                    $"{Section}:KnownProxies:{index} must be an address or a network such as 10.0.0.0/8; got \"{proxy}\".";
        }

        foreach (var (name, count) in Counts())
        {
            if (count is < 1 or > 1_000_000)
                yield return $"{Section}:{name} must be from 1 to 1000000; got {count}.";
        }

        if (MaxBulkBodyBytes is < 1024 or > 1024 * 1024 * 1024)
            yield return $"{Section}:MaxBulkBodyBytes must be from 1024 to 1073741824; got {MaxBulkBodyBytes}.";
    }

    private IEnumerable<(string Name, int Count)> Counts() =>
    [
        (nameof(LoginsPerMinute), LoginsPerMinute),
        (nameof(RegistrationsPerMinute), RegistrationsPerMinute),
        (nameof(EventsPerMinute), EventsPerMinute),
        (nameof(FailedLoginsPerMinute), FailedLoginsPerMinute),
        (nameof(ServiceRequestsPerSecond), ServiceRequestsPerSecond),
    ];

    private static bool IsTimeout(TimeSpan timeout) => timeout >= TimeSpan.FromSeconds(1) && timeout <= TimeSpan.FromMinutes(10);

    private static bool IsRate(int bytesPerSecond) => bytesPerSecond is >= 0 and <= 1_000_000;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && text == uri.GetLeftPart(UriPartial.Authority);
}
