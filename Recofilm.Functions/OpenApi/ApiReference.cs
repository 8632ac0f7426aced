using System.Security.Cryptography;
using Recofilm.Functions.Hosting;
using Scalar.AspNetCore;

namespace Recofilm.Functions.OpenApi;

/// <summary>The reference page: GET /docs. Everything it needs comes from this program.</summary>
internal static class ApiReference
{
    /// <summary>Maps the page and its script.</summary>
    public static void MapApiReference(this IEndpointRouteBuilder app) => app
        .MapScalarApiReference("/docs", (options, context) =>
        {
            var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
                "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
            options
                .WithTitle("Recofilm API")
                .WithOpenApiRoutePattern("/openapi.json")
                .WithNonce(nonce)
                .DisableDefaultFonts();
            options.Telemetry = false;
        })
        .AllowAnonymous()
        .WithFunction("website");
}
