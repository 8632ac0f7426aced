using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Requests;

/// <summary>
/// A JSON body. Every input becomes either a value or a problem that names each error.
/// </summary>
/// <typeparam name="T">The request type; known to <see cref="ApiJson"/>.</typeparam>
internal sealed class Body<T> : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private const string _mediaType = "application/json";

    private static readonly JsonDocumentOptions _options = new() { AllowDuplicateProperties = false };

    private readonly T _value;
    private readonly BodyShape _shape;

    private Body(T value, BodyShape shape)
    {
        _value = value;
        _shape = shape;
    }

    /// <summary>Returns the value. It is valid once <see cref="RequestReader.ThrowIfInvalid"/> has returned.</summary>
    /// <param name="reader">Collects the errors.</param>
    public T Read(RequestReader reader)
    {
        reader.Add(_shape);
        return _value;
    }

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ProblemException">The body is not JSON of the right shape, or arrives too slowly.</exception>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!IsJson(context.Request.ContentType))
            throw new ProblemException(JsonErrors.WrongMediaType());

        var services = context.RequestServices;
        var time = services.GetRequiredService<IOptions<HttpOptions>>().Value.RequestBodyTimeout;
        using var timeout = new CancellationTokenSource(time, services.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        var type = (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, _options, either.Token);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new ProblemException(new Problem(ProblemType.MalformedJson, "The body must be a JSON object."));
            var shape = BodyShape.Compare(json.RootElement, type);
            if (!shape.IsReadable)
                throw RequestFaults.Invalid([.. RequestFaults.InParameters(context), .. shape.Faults]);
            return new Body<T>(json.RootElement.Deserialize(type)!, shape);
        }
        catch (OperationCanceledException)
            when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(new Problem(
                ProblemType.RequestTimeout, $"The body must arrive within {time.TotalSeconds} seconds."));
        }
        catch (JsonException exception)
        {
            throw new ProblemException(JsonErrors.Describe(exception));
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone is half of a character: the reader finds it only when it reads the text.
            throw new ProblemException(new Problem(ProblemType.MalformedJson, "The body must be Unicode text."));
        }
    }

    /// <summary>Gives routing and the API description the type of the body.</summary>
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
