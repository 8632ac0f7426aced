using System.Text.Json;

namespace Recofilm.Functions.Tests.Http;

/// <summary>The OpenAPI document says what generators need.</summary>
[Collection(ApiCollection.Name)]
public sealed class DescriptionTests(Api api)
{
    [Fact]
    public async Task The_description_is_openapi_3_1_and_covers_every_endpoint()
    {
        var document = await (await api.Anonymous.GetAsync("/openapi.json")).OkAsync();
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
                .Select(method => (Path: path.Name, Method: method.Name, method.Value)))
            .ToList();
        Assert.NotEmpty(operations);
        Assert.Distinct(operations.Select(operation => operation.Value.GetProperty("operationId").GetString()));
        foreach (var (path, method, operation) in operations)
        {
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            Assert.NotEqual("", operation.GetProperty("description").GetString());
            var isOpen = (method, path) is ("get", "/") or ("post", "/login" or "/users") or ("get", "/sample_users")
                || path.StartsWith("/health", StringComparison.Ordinal);
            Assert.Equal(isOpen, operation.GetProperty("security").GetArrayLength() == 0);
            Assert.True(operation.GetProperty("responses").TryGetProperty("default", out _), $"{method} {path}");
            if (path.Contains("{movie_id}", StringComparison.Ordinal))
            {
                Assert.Contains(
                    operation.GetProperty("parameters").EnumerateArray(),
                    parameter => parameter.GetProperty("in").GetString() == "path");
            }
        }
    }

    [Fact]
    public async Task The_description_names_the_words_that_a_field_may_have_and_has_one_schema_for_problems()
    {
        var document = await (await api.Anonymous.GetAsync("/openapi.json")).OkAsync();
        var components = document.GetProperty("components");
        var words = components.GetProperty("schemas").EnumerateObject()
            .Where(schema => !schema.Name.StartsWith("Person", StringComparison.Ordinal))
            .Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject())
            .Where(field => field.Name is "strategy" or "kind" or "state" or "status" or "role")
            .Where(field => IsText(field.Value.GetProperty("type"))).ToList();
        Assert.NotEmpty(words);
        Assert.All(words, field => Assert.NotEqual(0, field.Value.GetProperty("enum").GetArrayLength()));

        var responses = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject()).ToList();
        Assert.All(
            responses.Where(response => response.Name[0] is not '2' && response.Name != "503"),
            response => Assert.Equal(
                "#/components/schemas/ProblemBody",
                response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema")
                    .GetProperty("$ref").GetString()));
        Assert.All(
            responses.Where(response => response.Value.TryGetProperty("headers", out _))
                .SelectMany(response => response.Value.GetProperty("headers").EnumerateObject()),
            header => Assert.True(components.GetProperty("headers").TryGetProperty(header.Name, out _)));
    }

    // A nullable text has the types null and string.
    private static bool IsText(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(IsText)
        : type.ValueEquals("string");
}
