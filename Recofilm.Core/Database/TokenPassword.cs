using Azure.Core;

namespace Recofilm.Core.Database;

/// <summary>
/// Supplies access tokens as the password of a role that is an identity of Microsoft Entra ID. A token is kept until shortly
/// before it expires. PostgreSQL asks for it only when a connection opens, so open connections outlive their token.
/// </summary>
/// <param name="credential">The identity.</param>
/// <param name="scope">The scope of the token, such as <c>https://ossrdbms-aad.database.windows.net/.default</c>.</param>
public sealed class TokenPassword(TokenCredential credential, string scope, TimeProvider time) : IDisposable
{
    /// <summary>The time before its expiry at which a token is replaced.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly TokenRequestContext _request = new([scope]);
    private readonly SemaphoreSlim _turn = new(1);
    private AccessToken _token;

    /// <summary>Returns the kept token if it is valid for longer than <see cref="Margin"/>, or else a new one.</summary>
    /// <exception cref="Azure.Identity.AuthenticationFailedException">The identity does not get a token.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        // Connections open in bursts, and all of them share one token.
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

    // The default value counts as an expired token.
    private bool IsStale => time.GetUtcNow() + Margin >= _token.ExpiresOn;
}
