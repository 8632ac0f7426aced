using System.Net;
using System.Net.Http.Headers;
using Recofilm.Client.Models;

namespace Recofilm.Client;

/// <summary>Sends requests with a user's token, which <c>POST /login</c> gives.</summary>
internal sealed class UserAuthorization(RecofilmClient logIn, int userId, string userKey, TimeProvider time) : DelegatingHandler
{
    // A token is renewed when this part of its lifetime is over.
    private const double UsedPart = 0.8;

    private readonly SemaphoreSlim _one = new(1);
    private Token? _token;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await GetAsync(refused: null, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        var answer = await base.SendAsync(request, cancellationToken);
        // A body of unknown length is a stream that can be read once.
        if (answer.StatusCode != HttpStatusCode.Unauthorized || request.Content is { Headers.ContentLength: null })
            return answer;
        answer.Dispose();
        token = await GetAsync(refused: token, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _one.Dispose();
        base.Dispose(disposing);
    }

    // Requests that need a new token at the same time share it.
    private async Task<Token> GetAsync(Token? refused, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } known && known != refused && time.GetUtcNow() < known.RenewAt)
                return known;
            var answer = await logIn.Login.PostAsync(
                new LoginBody { UserId = userId, UserKey = userKey }, cancellationToken: cancellationToken);
            var lifetime = TimeSpan.FromSeconds(answer!.ExpiresIn!.Value) * UsedPart;
            return _token = new Token(answer.AccessToken!, time.GetUtcNow() + lifetime);
        }
        finally
        {
            _one.Release();
        }
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt);
}
