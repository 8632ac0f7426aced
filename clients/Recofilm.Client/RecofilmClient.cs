using System.Net.Http.Headers;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Recofilm.Client;

/// <summary>
/// A client of a Recofilm program. Requests that the program refuses for the moment (429, 503) are sent again, at most three
/// times, after the pause that it asks for. Other refusals are thrown as <see cref="Models.ProblemBody"/>. A client is
/// thread-safe and meant to be kept.
/// </summary>
public partial class RecofilmClient
{
    /// <summary>Makes a client of a back end.</summary>
    /// <param name="address">The address of the program.</param>
    /// <param name="serviceKey">The key that <c>recofilm services create</c> printed.</param>
    /// <param name="transport">Sends the requests in place of a new connection pool.</param>
    public static RecofilmClient ForService(Uri address, string serviceKey, HttpMessageHandler? transport = null) =>
        ForTokens(address, _ => ValueTask.FromResult(serviceKey), transport);

    /// <summary>
    /// Makes a client of one user, who logs in with the first request. Each token is renewed before it ends, and when the
    /// program refuses it.
    /// </summary>
    /// <param name="address">The address of the program.</param>
    /// <param name="userId">The user.</param>
    /// <param name="userKey">The user's key.</param>
    /// <param name="transport">Sends the requests in place of a new connection pool.</param>
    /// <param name="time">The clock that decides when to renew a token; that of the system by default.</param>
    public static RecofilmClient ForUser(
        Uri address, int userId, string userKey, HttpMessageHandler? transport = null, TimeProvider? time = null)
    {
        transport ??= new SocketsHttpHandler();
        var logIn = Create(address, transport, authorization: null);
        return Create(address, transport, new UserAuthorization(logIn, userId, userKey, time ?? TimeProvider.System));
    }

    /// <summary>Makes a client with access tokens of another issuer, such as Microsoft Entra ID.</summary>
    /// <param name="address">The address of the program.</param>
    /// <param name="accessToken">Returns a token that is valid now; called for each request.</param>
    /// <param name="transport">Sends the requests in place of a new connection pool.</param>
    public static RecofilmClient ForTokens(
        Uri address, Func<CancellationToken, ValueTask<string>> accessToken, HttpMessageHandler? transport = null) =>
        Create(address, transport ?? new SocketsHttpHandler(), new TokenAuthorization(accessToken));

    /// <summary>Makes a client without any right: it can register a user and ask for the program's state.</summary>
    /// <param name="address">The address of the program.</param>
    /// <param name="transport">Sends the requests in place of a new connection pool.</param>
    public static RecofilmClient Anonymous(Uri address, HttpMessageHandler? transport = null) =>
        Create(address, transport ?? new SocketsHttpHandler(), authorization: null);

    private static RecofilmClient Create(Uri address, HttpMessageHandler transport, DelegatingHandler? authorization)
    {
        var handlers = KiotaClientFactory.CreateDefaultHandlers();
        if (authorization is not null)
            handlers.Add(authorization);
        var first = KiotaClientFactory.ChainHandlersCollectionAndGetFirstLink(transport, [.. handlers]);
        var http = new HttpClient(first!, disposeHandler: false);
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Recofilm.Client", Version));
        return new RecofilmClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
        {
            BaseUrl = address.ToString().TrimEnd('/'),
        });
    }

    private static string Version => typeof(RecofilmClient).Assembly.GetName().Version!.ToString(3);

    private sealed class TokenAuthorization(Func<CancellationToken, ValueTask<string>> accessToken) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await accessToken(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
