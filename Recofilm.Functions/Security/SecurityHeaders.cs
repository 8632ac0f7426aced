using Microsoft.Extensions.Options;
using Recofilm.Functions.Website;

namespace Recofilm.Functions.Security;

/// <summary>Adds headers to every answer that restrict its use by browsers.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="website">The settings of the page, which may name a server of posters.</param>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<WebsiteOptions> website)
{
    private readonly string _contentSecurityPolicy =
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src {Images(website.Value)}; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Adds the headers; an endpoint may replace them.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = _contentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Each answer is for one user at one moment.
        headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return next(context);
    }

    private static string Images(WebsiteOptions website) =>
        website.PosterOrigin is { } origin ? $"'self' {origin}" : "'self'";
}
