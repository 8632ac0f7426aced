using System.Net;
using System.Net.Http.Headers;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Recofilm.Client;

/// <summary>
/// A client of a Recofilm program. Requests that the program refuses for the moment (429, 503) are sent again, at most three
/// times, after the pause that it asks for. Refusals are thrown as <see cref="Models.ProblemBody"/>, and a program that does not
/// answer as <see cref="HttpRequestException"/>. A client is thread-safe and meant to be kept.
/// </summary>
/// <remarks>
/// The factory methods take the address of the program and, for tests and proxies, a handler that sends the requests in place of
/// a new connection pool.
/// </remarks>
public partial class RecofilmClient
{
    // As long as the program gives a bulk request, and a moment for its answer.
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(11);

    private static string Version => typeof(RecofilmClient).Assembly.GetName().Version!.ToString(3);

    /// <summary>Makes a client of a back end, with the key that <c>recofilm services create</c> printed.</summary>
    public static RecofilmClient ForService(Uri address, string serviceKey, HttpMessageHandler? transport = null) =>
        ForTokens(address, _ => ValueTask.FromResult(serviceKey), transport);

    /// <summary>
    /// Makes a client of one user, who logs in with the first request. Each token is renewed before it ends, and when the
    /// program refuses it; <paramref name="time"/> decides when.
    /// </summary>
    public static RecofilmClient ForUser(
        Uri address, int userId, string userKey, HttpMessageHandler? transport = null, TimeProvider? time = null)
    {
        transport ??= Transport();
        var logIn = Create(address, transport, authorization: null);
        return Create(address, transport, new UserAuthorization(logIn, userId, userKey, time ?? TimeProvider.System));
    }

    /// <summary>
    /// Makes a client with access tokens of another issuer, such as Microsoft Entra ID. <paramref name="accessToken"/> is called
    /// for each request and returns a token that is valid now.
    /// </summary>
    public static RecofilmClient ForTokens(
        Uri address, Func<CancellationToken, ValueTask<string>> accessToken, HttpMessageHandler? transport = null) =>
        Create(address, transport ?? Transport(), new TokenAuthorization(accessToken));

    /// <summary>Makes a client without any right: it can register a user and ask for the program's state.</summary>
    public static RecofilmClient Anonymous(Uri address, HttpMessageHandler? transport = null) =>
        Create(address, transport ?? Transport(), authorization: null);

    // A token is for one address, so redirects are not followed. Connections end now and then, so that a moved name is noticed.
    private static SocketsHttpHandler Transport() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static RecofilmClient Create(Uri address, HttpMessageHandler transport, DelegatingHandler? authorization)
    {
        if (authorization is not null)
            authorization.InnerHandler = transport;
        var http = new HttpClient(new RefusalHandler(authorization ?? transport), disposeHandler: false) { Timeout = _timeout };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Recofilm.Client", Version));
        return new RecofilmClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
        {
            BaseUrl = address.AbsoluteUri.TrimEnd('/'),
        });
    }

    private sealed class TokenAuthorization(Func<CancellationToken, ValueTask<string>> accessToken) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var token = await accessToken(cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }
}
