using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Security;

/// <summary>
/// Settings of Microsoft Entra ID's tokens, with which services call without a secret: section <c>Recofilm:Entra</c>. The
/// program accepts such tokens when an issuer is set.
/// </summary>
internal sealed class EntraOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Entra";

    /// <summary>
    /// The claim <c>iss</c>, such as <c>https://login.microsoftonline.com/{tenant}/v2.0</c>; the OpenID metadata is below it.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>The claim <c>aud</c>: the app registration of this API, by client id.</summary>
    public string? Audience { get; set; }

    /// <summary>The app role that makes the bearer a service: a value of the claim <c>roles</c>.</summary>
    public string ServiceRole { get; set; } = "Recofilm.Service";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Issuer is null != Audience is null)
            yield return $"{Section}:Issuer and Audience must be set together.";
        if (Issuer is { } issuer && !IsIssuer(issuer))
            yield return $"{Section}:Issuer must be an https address without query; got {issuer}.";
        if (Audience is not null && string.IsNullOrWhiteSpace(Audience))
            yield return $"{Section}:Audience must not be empty.";
        if (string.IsNullOrWhiteSpace(ServiceRole))
            yield return $"{Section}:ServiceRole must not be empty.";
    }

    // Nobody can eavesdrop on a loopback address.
    private static bool IsIssuer(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
