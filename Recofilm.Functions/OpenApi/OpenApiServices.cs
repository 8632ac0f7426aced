using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Recofilm.Core.Registry;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;
using Recofilm.Functions.Website;

namespace Recofilm.Functions.OpenApi;

/// <summary>The API's description of itself: GET /openapi.json.</summary>
internal static class OpenApiServices
{
    private const string DocumentName = "v1";
    private const string BearerScheme = "bearer";

    /// <summary>Registers the description.</summary>
    public static IServiceCollection AddRecofilmOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(DescribeDocument);
            options.AddOperationTransformer(DescribeOperation);
            options.AddSchemaTransformer(DescribeSchema);
        });

    /// <summary>Maps the description.</summary>
    public static void MapRecofilmOpenApi(this IEndpointRouteBuilder app) =>
        app.MapOpenApi("/openapi.json").AllowAnonymous().WithFunction(WebsiteFunction.Name)
            .WithMetadata(new EntityTagMetadata());

    private static Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Recofilm",
            Version = DocumentName,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Description =
                "Movie recommendations. Register with POST /users, log in with POST /login, and send the access token as " +
                "Authorization: Bearer. Errors are RFC 9457 problem documents whose \"type\" never changes.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = TagDescriptions.Of(tag.Name!);
        document.Components ??= new OpenApiComponents();
        document.Components.Headers = ResponseHeaders.All;
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description =
                    "An access token from POST /login, valid ten minutes and checked as RFC 8725 requires; a service's key; " +
                    "or a token of Microsoft Entra ID with the app role of services.",
            },
        };
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId = OperationIds.Of(context.Description.HttpMethod!, "/" + context.Description.RelativePath);
        if (metadata.OfType<ParametersMetadata>().FirstOrDefault() is { } parameters)
            operation.Parameters =
                [.. parameters.Parameters.Select(parameter => Describe(parameter, context.Description.RelativePath!))];
        if (metadata.OfType<ExampleMetadata>().FirstOrDefault() is { } example)
            AddExample(operation, example);
        operation.Security = metadata.OfType<IAuthorizeData>().Any()
            ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }]
            : [];

        operation.Responses ??= [];
        foreach (var status in ImplicitProblems(metadata))
            operation.Responses.TryAdd(status, new OpenApiResponse { Content = ProblemContent(context.Document!) });
        foreach (var (status, response) in operation.Responses.Where(response => response.Value is OpenApiResponse))
        {
            response.Description = StatusDescriptions.Of(status);
            ((OpenApiResponse)response).Headers = ResponseHeaders.Of(status, metadata, context.Document!);
        }

        await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken);
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Any other error.",
            Content = ProblemContent(context.Document!),
        };
    }

    // Every endpoint refuses unknown parameters with 400; endpoints with a rate limit also answer 429.
    private static string[] ImplicitProblems(IEnumerable<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any() || RateLimits.AreLimited(metadata) ? ["400", "429"] : ["400"];

    private static Dictionary<string, OpenApiMediaType> ProblemContent(OpenApiDocument document) => new()
    {
        [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemBody), document) },
    };

    // Describes what our own converters write, and lists the allowed words of a field, from which client generators make types.
    private static Task DescribeSchema(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(ModelVersion) || type == typeof(ModelVersion?))
            schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = JsonSchemaType.String | (type == typeof(DateTimeOffset) ? default : JsonSchemaType.Null);
            schema.Format = "date-time";
        }

        // Kiota's clients throw exceptions with this text.
        if (context.JsonPropertyInfo is { Name: "detail" } property && property.DeclaringType == typeof(ProblemBody))
            schema.AddExtension("x-ms-primary-error-message", new JsonNodeExtension(true));

        var allowed =
            context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true)
            .OfType<AllowedValuesAttribute>().FirstOrDefault();
        var one = schema.Items as OpenApiSchema ?? schema;
        if (allowed is not null)
            one.Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
        return Task.CompletedTask;
    }

    private static OpenApiParameter Describe(Parameter parameter, string path)
    {
        var inPath = path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal);
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = inPath ? ParameterLocation.Path : ParameterLocation.Query,
            Required = inPath,
            Description = parameter.Description,
            Schema = parameter.Schema,
        };
    }

    private static void AddExample(OpenApiOperation operation, ExampleMetadata example)
    {
        if (example.Request is not null && operation.RequestBody?.Content?.Values.FirstOrDefault() is { } request)
            request.Example = JsonNode.Parse(example.Request);
        var success = operation.Responses?.FirstOrDefault(response => response.Key.StartsWith('2')).Value;
        if (example.Answer is not null && success?.Content?.Values.FirstOrDefault() is { } answer)
            answer.Example = JsonNode.Parse(example.Answer);
    }
}
