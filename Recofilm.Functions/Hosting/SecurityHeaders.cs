using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Hosting;

/// <summary>Headers on every answer that keep browsers from doing more with it than was meant.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="options">Whether a trusted proxy says by which scheme the client came.</param>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<HttpOptions> options)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Adds the headers; an endpoint may replace them.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Answers are about one user at one moment.
        headers.CacheControl = "no-store";
        if (IsHttps(context.Request))
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return next(context);
    }

    private bool IsHttps(HttpRequest request) =>
        request.IsHttps || (options.Value.TrustedProxies > 0 && request.Headers["X-Forwarded-Proto"] == "https");
}
