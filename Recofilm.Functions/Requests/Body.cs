using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Recofilm.Functions.Errors;

namespace Recofilm.Functions.Requests;

/// <summary>
/// A JSON body, read so that whatever a client may send is either a value or a problem that names what is wrong.
/// </summary>
/// <typeparam name="T">The request type; known to <see cref="ApiJson"/>.</typeparam>
/// <param name="Value">The value.</param>
internal sealed record Body<T>(T Value) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private const string _mediaType = "application/json";

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ProblemException">It is not JSON of the right shape.</exception>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!IsJson(context.Request.ContentType))
        {
            throw new ProblemException(new Problem(
                ProblemType.UnsupportedMediaType, $"The header Content-Type must be {_mediaType}, in UTF-8."));
        }

        try
        {
            var type = (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;
            var value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return new Body<T>(value ?? throw new JsonException());
        }
        catch (JsonException exception)
        {
            throw new ProblemException(JsonErrors.Describe(exception));
        }
    }

    /// <summary>Tells routing and the API description what the body is.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([_mediaType], typeof(T)));

    private static bool IsJson(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return false;
        var isUtf8 = !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        return isUtf8 && type.MediaType.Equals(_mediaType, StringComparison.OrdinalIgnoreCase);
    }
}
