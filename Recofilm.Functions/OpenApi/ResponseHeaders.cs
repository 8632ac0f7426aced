using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.OpenApi;

/// <summary>The response headers of the API description.</summary>
internal static class ResponseHeaders
{
    private static readonly string[] _limits = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

    /// <summary>All headers, by their names.</summary>
    public static Dictionary<string, IOpenApiHeader> All => new()
    {
        ["ETag"] = Text("The version of this answer; If-None-Match with it is answered 304 until the answer changes."),
        ["RateLimit-Limit"] = Number("The number of requests that the service may send per second, or the address per minute."),
        ["RateLimit-Remaining"] = Number("The number of requests that remain."),
        ["RateLimit-Reset"] = Number("The largest number of seconds until the full limit is available again."),
        ["Retry-After"] = Number("The number of seconds to wait before another attempt."),
        ["WWW-Authenticate"] = Text("The way to authenticate, as RFC 6750 defines it."),
    };

    /// <summary>Returns the headers that an endpoint's response may have.</summary>
    /// <param name="status">The response's status.</param>
    /// <param name="metadata">The endpoint's metadata.</param>
    /// <param name="document">The description that has the headers.</param>
    public static Dictionary<string, IOpenApiHeader> Of(string status, IEnumerable<object> metadata, OpenApiDocument document)
    {
        IEnumerable<string> names = status switch
        {
            "200" when metadata.OfType<EntityTagMetadata>().Any() => ["ETag"],
            "401" or "403" => ["WWW-Authenticate"],
            "409" or "429" or "503" => ["Retry-After"],
            _ => [],
        };
        if (RateLimits.AreLimited(metadata) || metadata.OfType<IAuthorizeData>().Any())
            names = names.Concat(_limits);
        return names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));
    }

    private static OpenApiHeader Number(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" } };

    private static OpenApiHeader Text(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
