using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Requests;

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
        });

    /// <summary>Maps the description.</summary>
    public static void MapRecofilmOpenApi(this IEndpointRouteBuilder app) =>
        app.MapOpenApi("/openapi.json").AllowAnonymous().WithFunction("website");

    private static Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Recofilm",
            Version = DocumentName,
            Description =
                "Movie recommendations. Register with POST /users, log in with POST /login, and send the access token as " +
                "Authorization: Bearer. Errors are RFC 9457 problem documents whose \"type\" never changes.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "An access token from POST /login, valid for ten minutes.",
            },
        };
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<FunctionMetadata>().FirstOrDefault() is { } function)
            operation.OperationId = $"{context.Description.HttpMethod!.ToLowerInvariant()}_{function.Function}";
        if (metadata.OfType<ParametersMetadata>().FirstOrDefault() is { } parameters)
            operation.Parameters = [.. parameters.Parameters.Select(parameter => Describe(parameter, context.Description.RelativePath!))];
        if (metadata.OfType<ExampleMetadata>().FirstOrDefault() is { } example)
            AddExample(operation, example);
        if (metadata.OfType<IAuthorizeData>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }];

        operation.Responses ??= [];
        foreach (var (status, response) in operation.Responses)
            response.Description = StatusDescriptions.Of(status);
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Any other error.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem.MediaType] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken) },
            },
        };
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
