using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Recofilm.Functions.Hosting;

/// <summary>Translates an invocation into the features from which the pipeline reads a request.</summary>
internal static class InvocationFeatures
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>Creates the features of one request, including its <see cref="FunctionContext"/>.</summary>
    public static FeatureCollection Create(
        HttpRequestData data, InvocationResponse response, InvocationLifetime lifetime, long maxRequestBodyBytes)
    {
        var context = data.FunctionContext;
        var headers = Headers(data.Headers);
        var client = TakeClientAddress(headers);
        ContinueTrace(headers, context.TraceContext);
        var body = new InvocationRequestBody(data, headers, maxRequestBodyBytes);

        var features = new FeatureCollection(initialCapacity: 16);
        features.Set(context);
        features.Set<IHttpRequestFeature>(Request(data, headers, body));
        features.Set<IHttpRequestBodyDetectionFeature>(body);
        features.Set<IHttpMaxRequestBodySizeFeature>(body);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response.Body);
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        features.Set<IHttpConnectionFeature>(
            new HttpConnectionFeature { ConnectionId = context.InvocationId, RemoteIpAddress = client });
        features.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature { TraceIdentifier = context.InvocationId });
        // The invocation already has a scope of services; the request needs no second one.
        features.Set<IServiceProvidersFeature>(new ServiceProvidersFeature { RequestServices = context.InstanceServices });
        return features;
    }

    // The host writes the address as scheme://host/path?query, escaped. The parts of Uri would be normalised once more.
    private static HttpRequestFeature Request(HttpRequestData data, HeaderDictionary headers, InvocationRequestBody body)
    {
        var url = data.Url.OriginalString;
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var start = url.IndexOfAny(['/', '?'], authority);
        var target = start < 0 ? "/" : url[start] == '/' ? url[start..] : "/" + url[start..];
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Scheme = data.Url.Scheme,
            Method = data.Method,
            // Unescapes everything but %2F, as Kestrel does.
            Path = PathString.FromUriComponent(query < 0 ? target : target[..query]).Value ?? "",
            QueryString = query < 0 ? "" : target[query..],
            RawTarget = target,
            Headers = headers,
            Body = body,
        };
    }

    // Reads the headers without validation, which would split values such as User-Agent.
    private static HeaderDictionary Headers(HttpHeadersCollection source)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, values) in source.NonValidated)
            headers.Append(name, values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]));
        return headers;
    }

    // The platform appends the address that connected to it. The entries before it come from the client and prove nothing.
    private static IPAddress? TakeClientAddress(HeaderDictionary headers)
    {
        var entries = headers[ForwardedFor].ToString();
        if (entries.Length == 0)
            return null;
        var comma = entries.LastIndexOf(',');
        if (comma < 0)
            headers.Remove(ForwardedFor);
        else
            headers[ForwardedFor] = entries[..comma];
        return IPEndPoint.TryParse(entries.AsSpan(comma + 1).Trim(), out var client) ? client.Address : null;
    }

    // The host's invocation is the parent of the request, or the worker's own activity when one is recorded.
    private static void ContinueTrace(HeaderDictionary headers, TraceContext trace)
    {
        var parent = Activity.Current?.Id ?? trace.TraceParent;
        if (string.IsNullOrEmpty(parent))
            return;
        headers[HeaderNames.TraceParent] = parent;
        if (string.IsNullOrEmpty(trace.TraceState))
            headers.Remove(HeaderNames.TraceState);
        else
            headers[HeaderNames.TraceState] = trace.TraceState;
    }
}
