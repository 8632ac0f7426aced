using Azure.Core;

namespace Recofilm.Core.Database;

/// <summary>
/// The password of a role that is an identity of Microsoft Entra ID: an access token, kept until shortly before it
/// expires. PostgreSQL asks for it when a connection opens; connections that are open outlive their token.
/// </summary>
/// <param name="credential">The identity.</param>
/// <param name="scope">What the token is for, such as <c>https://ossrdbms-aad.database.windows.net/.default</c>.</param>
/// <param name="time">The clock.</param>
public sealed class TokenPassword(TokenCredential credential, string scope, TimeProvider time) : IDisposable
{
    /// <summary>How long before its end a token is replaced.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly TokenRequestContext _request = new([scope]);
    private readonly SemaphoreSlim _turn = new(1);
    private AccessToken _token;

    /// <summary>A token with at least <see cref="Margin"/> to go, or whatever the identity gives out newly.</summary>
    /// <exception cref="Azure.Identity.AuthenticationFailedException">The identity gets no token.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        // Connections open in bursts, and one token does for all of them.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (IsStale)
                _token = await credential.GetTokenAsync(_request, cancellationToken);
            return _token.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="GetAsync"/>
    public string Get()
    {
        _turn.Wait();
        try
        {
            if (IsStale)
                _token = credential.GetToken(_request, CancellationToken.None);
            return _token.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // The default token expired long ago.
    private bool IsStale => time.GetUtcNow() + Margin >= _token.ExpiresOn;
}
