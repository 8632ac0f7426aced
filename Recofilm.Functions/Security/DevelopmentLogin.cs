using System.Net;
using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Security;

/// <summary>
/// Login by the user id alone, for a user at the machine itself. The setting is not enough: a web page whose host name
/// resolves to 127.0.0.1 (DNS rebinding) also reaches the program, but under its own host name.
/// </summary>
/// <param name="options">The setting that allows it.</param>
internal sealed class DevelopmentLogin(IOptions<AuthenticationOptions> options)
{
    private const string Localhost = "localhost";

    /// <summary>Checks whether this request may log in without a key.</summary>
    public bool Allows(HttpRequest request) => options.Value.AllowLoginByUserIdAlone && IsLoopback(request.Host.Host);

    private static bool IsLoopback(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
