using System.Net;
using System.Net.Http.Headers;
using Microsoft.Kiota.Abstractions;
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
        var token = await GetAsync(refused: null, cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.Unauthorized || !RefusalHandler.IsRepeatable(request))
            return answer;
        answer.Dispose();
        token = await GetAsync(refused: token, cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _one.Dispose();
        base.Dispose(disposing);
    }

    // Requests that need a new token at the same time share it.
    private async Task<Token> GetAsync(Token? refused, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var known = _token == refused ? null : _token;
            if (known is not null && time.GetUtcNow() < known.RenewAt)
                return known;
            try
            {
                return _token = await LogInAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is ApiException or HttpRequestException)
            {
                // The old token may have minutes left, and the next request tries again.
                if (known is null || time.GetUtcNow() >= known.EndsAt)
                    throw;
                return known;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Token> LogInAsync(CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var answer = await logIn.Login.PostAsync(
            new LoginBody { UserId = userId, UserKey = userKey }, cancellationToken: cancellationToken).ConfigureAwait(false);
        var lifetime = TimeSpan.FromSeconds(answer!.ExpiresIn!.Value);
        return new Token(answer.AccessToken!, began + (lifetime * UsedPart), began + lifetime);
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
}
