using System.Text.Json;

namespace Recofilm.Functions.Tests.Fuzzing.Requests;

/// <summary>An operation of the OpenAPI document.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Its path, with parameters in braces.</param>
/// <param name="Description">Its part of the document.</param>
internal sealed record ApiOperation(string Method, string Path, JsonElement Description)
{
    public string Id => Description.GetProperty("operationId").GetString()!;

    public IEnumerable<JsonElement> Parameters =>
        Description.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public JsonElement Responses => Description.GetProperty("responses");

    /// <summary>The media types of its body with their schemas; none when it takes no body.</summary>
    public IReadOnlyList<(string MediaType, JsonElement Schema)> Bodies =>
        Description.TryGetProperty("requestBody", out var body)
            ? [.. body.GetProperty("content").EnumerateObject().Select(type => (type.Name, type.Value.GetProperty("schema")))]
            : [];

    /// <summary>All operations of a document.</summary>
    public static IReadOnlyList<ApiOperation> In(JsonElement document) =>
    [
        .. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value))),
    ];

    public override string ToString() => $"{Method} {Path}";
}
