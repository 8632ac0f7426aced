using Azure.Core;

namespace Recofilm.Core.Tests.Identity;

/// <summary>An identity that gives out the tokens it is told to.</summary>
/// <param name="issue">Makes a token for a scope.</param>
internal sealed class FakeCredential(Func<string, AccessToken> issue) : TokenCredential
{
    /// <summary>The scopes that were asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var scope = Assert.Single(requestContext.Scopes);
        Asked.Add(scope);
        return issue(scope);
    }

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
