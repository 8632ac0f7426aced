using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol.Protocol;
using Recofilm.Functions.Recommendations;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Assistants;

/// <summary>
/// The request that calls a tool. A tool is a request to an endpoint of this API, for the same caller, so it checks, answers and
/// fails as the endpoint does.
/// </summary>
internal sealed class ToolRequest(EndpointDataSource endpoints, ILogger<ErrorResponses> logger)
{
    /// <summary>The request; set before a tool runs.</summary>
    public HttpContext? Context { private get; set; }

    /// <summary>Sends a request to an endpoint.</summary>
    /// <param name="method">The method.</param>
    /// <param name="route">The endpoint's route, such as "/ratings/{movie_id}".</param>
    /// <param name="values">The values of the route's parameters and of the query; those that are null are left out.</param>
    /// <param name="body">The fields of the body, without those that are null; <see langword="null"/> for no body.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="isShown">Whether a list that the endpoint makes is shown to the user.</param>
    /// <returns>The answer, or the problem as an error.</returns>
    public async Task<CallToolResult> SendAsync(
        string method, string route, IReadOnlyDictionary<string, string?> values, JsonObject? body,
        CancellationToken cancellationToken, bool isShown = true)
    {
        var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().Single(
            endpoint => endpoint.RoutePattern.RawText == route
                && endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Contains(method));
        // POST /mcp has the same policy, which is the only one that has been asked for.
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy != AuthenticationServices.CallerPolicy)
            throw new InvalidOperationException($"{method} {route} is not open to every user, so no tool may call it.");
        var inner = new DefaultHttpContext
        {
            RequestServices = Context!.RequestServices,
            User = Context.User,
            RequestAborted = cancellationToken,
        };
        inner.Request.Method = method;
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            inner.Request.RouteValues[parameter.Name] = values[parameter.Name];
            route = route.Replace($"{{{parameter.Name}}}", values[parameter.Name], StringComparison.Ordinal);
        }

        inner.Request.Path = route;
        inner.Request.QueryString = QueryString.Create(values
            .Where(value => value.Value is not null && endpoint.RoutePattern.GetParameter(value.Key) is null));
        if (body is not null)
        {
            inner.Request.ContentType = "application/json";
            inner.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Without(body).ToJsonString()));
        }

        if (!isShown)
            inner.Features.Set(UnshownList.Instance);
        inner.SetEndpoint(endpoint);
        using var answer = new MemoryStream();
        inner.Response.Body = answer;
        await new ErrorResponses(endpoint.RequestDelegate!, logger).InvokeAsync(inner);
        await inner.Response.CompleteAsync();
        return ResultOf(inner.Response.StatusCode, answer.ToArray());
    }

    private static CallToolResult ResultOf(int status, byte[] json)
    {
        var isObject = json.Length > 0 && json[0] == (byte)'{';
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = json.Length == 0 ? "done" : Encoding.UTF8.GetString(json) }],
            StructuredContent = isObject ? JsonElement.Parse(json) : null,
            IsError = status >= 400,
        };
    }

    private static JsonObject Without(JsonObject body)
    {
        foreach (var name in body.Where(field => field.Value is null).Select(field => field.Key).ToList())
            body.Remove(name);
        return body;
    }
}
