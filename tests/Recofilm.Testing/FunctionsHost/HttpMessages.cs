using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>Converts requests for the worker, and its answers for clients.</summary>
internal static class HttpMessages
{
    /// <summary>
    /// Creates the message of a request (GrpcMessageConversionExtensions.ToRpcHttp). The URL is absolute and escaped, header
    /// names are in lower case, repeated headers are joined with ",", and a body without Content-Length is dropped.
    /// </summary>
    /// <param name="request">The request of the client.</param>
    /// <param name="values">The values that the route's template read from the path.</param>
    /// <param name="capabilities">The worker's capabilities; a .NET isolated worker has all that this message needs.</param>
    public static async Task<RpcHttp> FromRequestAsync(
        HttpRequest request, RouteValueDictionary values, IReadOnlyDictionary<string, string> capabilities)
    {
        foreach (var needed in (string[])["RpcHttpBodyOnly", "RawHttpBodyBytes", "UseNullableValueDictionaryForHttp"])
        {
            if (!capabilities.ContainsKey(needed))
                throw new FunctionsHostException($"The worker must have the capability {needed}.");
        }

        var message = new RpcHttp
        {
            Method = request.Method,
            Url = $"{(request.IsHttps ? "https" : "http")}://{request.Host}{request.Path}{request.QueryString}",
        };
        foreach (var (name, value) in request.Query)
            message.NullableQuery.Add(name, new NullableString { Value = $"{value}" });
        foreach (var (name, value) in request.Headers)
            message.NullableHeaders.Add(name.ToLowerInvariant(), new NullableString { Value = $"{value}" });
        foreach (var (name, value) in values)
        {
            if (value is not null)
                message.NullableParams.Add(name, new NullableString { Value = $"{value}" });
        }

        if (request.ContentLength > 0)
        {
            var body = await ByteString.FromStreamAsync(request.Body, request.HttpContext.RequestAborted);
            message.Body = new TypedData { Bytes = body };
        }

        return message;
    }

    /// <summary>
    /// Writes an answer (GrpcMessageExtensionUtilities, HttpBinding, RawScriptResult). A function without an answer gets an empty
    /// 200 (FunctionInvocationMiddleware).
    /// </summary>
    public static async Task WriteAsync(RpcHttp? message, HttpResponse response)
    {
        if (message is null)
        {
            response.StatusCode = StatusCodes.Status200OK;
            return;
        }

        // The real host would send its own representation of the whole message as the body.
        if (message.Body is not { DataCase: TypedData.DataOneofCase.Bytes } body)
            throw new FunctionsHostException("The answer must have a body in bytes, which may be empty.");
        if (message.EnableContentNegotiation)
            throw new FunctionsHostException("The answer must not leave its representation to the host.");
        response.StatusCode = int.Parse(message.StatusCode, CultureInfo.InvariantCulture);
        foreach (var (name, value) in message.Headers)
        {
            // The host keeps the first of several headers whose names differ only by case.
            if (!response.Headers.ContainsKey(name))
                response.Headers[name] = value;
        }

        foreach (var cookie in message.Cookies)
            response.Cookies.Append(cookie.Name, cookie.Value, OptionsOf(cookie));
        if (body.Bytes.Length > 0)
            await response.Body.WriteAsync(body.Bytes.Memory, response.HttpContext.RequestAborted);
    }

    private static CookieOptions OptionsOf(RpcHttpCookie cookie) => new()
    {
        Domain = cookie.Domain?.Value,
        Path = cookie.Path?.Value ?? "/",
        Secure = cookie.Secure?.Value ?? false,
        HttpOnly = cookie.HttpOnly?.Value ?? false,
        Expires = cookie.Expires?.Value.ToDateTimeOffset(),
        MaxAge = cookie.MaxAge is { } age ? TimeSpan.FromSeconds(age.Value) : null,
        SameSite = cookie.SameSite switch
        {
            RpcHttpCookie.Types.SameSite.Lax => SameSiteMode.Lax,
            RpcHttpCookie.Types.SameSite.Strict => SameSiteMode.Strict,
            RpcHttpCookie.Types.SameSite.ExplicitNone => SameSiteMode.None,
            _ => SameSiteMode.Unspecified,
        },
    };
}
