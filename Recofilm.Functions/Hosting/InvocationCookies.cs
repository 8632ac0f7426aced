using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using SameSite = Microsoft.Azure.Functions.Worker.Http.SameSite;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Passes cookies to the worker one by one. The host joins the values of a repeated header with commas, and browsers cannot
/// split a joined Set-Cookie.
/// </summary>
internal static class InvocationCookies
{
    /// <summary>Adds the cookies that the values of Set-Cookie describe.</summary>
    public static void Append(HttpCookies cookies, StringValues setCookie)
    {
        foreach (var cookie in SetCookieHeaderValue.ParseList(setCookie.ToArray()!))
        {
            // The host escapes the value, which ASP.NET Core has already done.
            cookies.Append(new HttpCookie(cookie.Name.ToString(), Uri.UnescapeDataString(cookie.Value.ToString()))
            {
                Domain = cookie.Domain.Value,
                Path = cookie.Path.Value,
                Expires = cookie.Expires,
                MaxAge = cookie.MaxAge?.TotalSeconds,
                Secure = cookie.Secure ? true : null,
                HttpOnly = cookie.HttpOnly ? true : null,
                SameSite = cookie.SameSite switch
                {
                    Microsoft.Net.Http.Headers.SameSiteMode.Lax => SameSite.Lax,
                    Microsoft.Net.Http.Headers.SameSiteMode.Strict => SameSite.Strict,
                    Microsoft.Net.Http.Headers.SameSiteMode.None => SameSite.ExplicitNone,
                    _ => SameSite.None,
                },
            });
        }
    }
}
