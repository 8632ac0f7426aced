using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Recofilm.Functions.Tests.Fuzzing.Requests;

/// <summary>
/// Compares answers with the OpenAPI document: their status, media type, headers, and every field of their bodies.
/// </summary>
/// <param name="document">The document.</param>
internal sealed class AnswerCheck(JsonElement document)
{
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = [];

    /// <summary>Throws unless the document describes this answer.</summary>
    /// <param name="operation">The operation that was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="isOther">Whether the request may have met no operation or another one, by its method or path.</param>
    /// <returns>The body, if it is JSON.</returns>
    public JsonElement Check(ApiOperation operation, HttpResponseMessage answer, string body, bool isOther)
    {
        var status = (int)answer.StatusCode;
        Assert.True(status < 500 || status == 503, $"{status}: {body}");
        if (answer.RequestMessage!.Method == HttpMethod.Head || status is 204 or 304)
        {
            Assert.Equal("", body);
            return default;
        }

        if (isOther)
        {
            if (status >= 400)
                CheckProblem(answer, body, "{\"$ref\": \"#/components/schemas/ProblemBody\"}");
            return default;
        }

        var isNamed = operation.Responses.TryGetProperty($"{status}", out var response);
        Assert.True(isNamed || IsGeneral(status, body), $"{operation} does not describe status {status}: {body}");
        if (!isNamed)
            response = operation.Responses.GetProperty("default");
        CheckHeaders(answer, response);
        if (!response.TryGetProperty("content", out var content))
            return default;
        var mediaType = answer.Content.Headers.ContentType?.MediaType ?? "none";
        Assert.True(
            content.TryGetProperty(mediaType, out var described),
            $"{operation} does not describe {mediaType} for {status}: {body}");
        return status < 400
            ? Fits(body, described.GetProperty("schema").GetRawText())
            : CheckProblem(answer, body, described.GetProperty("schema").GetRawText());
    }

    // The server answers so before it knows the operation; "default" describes it. Other problems with 404 are those of an
    // operation.
    private static bool IsGeneral(int status, string body) =>
        status is 405 or 411 or 414 or 431 || (status == 404 && body.Contains(":unknown-route\"", StringComparison.Ordinal));

    private JsonElement CheckProblem(HttpResponseMessage answer, string body, string schema)
    {
        var problem = Fits(body, schema);
        if (problem.TryGetProperty("type", out var type))
        {
            Assert.StartsWith("urn:recofilm:problem:", type.GetString(), StringComparison.Ordinal);
            Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        }

        return problem;
    }

    // Headers that are always there when a status has them.
    private static void CheckHeaders(HttpResponseMessage answer, JsonElement response)
    {
        var status = (int)answer.StatusCode;
        if (!response.TryGetProperty("headers", out var headers))
            return;
        foreach (var header in headers.EnumerateObject().Select(header => header.Name))
        {
            var isAlways = header switch
            {
                "Retry-After" => status is 429 or 503,
                "WWW-Authenticate" => status is 401,
                _ => header == "ETag",
            };
            if (isAlways)
                Assert.True(answer.Headers.Contains(header), $"An answer {status} must have the header {header}.");
        }
    }

    private JsonElement Fits(string body, string schemaText)
    {
        using var parsed = JsonDocument.Parse(body);
        var schema = _schemas.GetOrAdd(schemaText, Build);
        var result = schema.Evaluate(parsed.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (!result.IsValid)
        {
            // Alternatives that do not hold are listed as well: the last fault is the outermost one.
            var faults = (result.Details ?? []).Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
            Assert.Fail($"{string.Join("; ", faults)} in {body}");
        }

        return parsed.RootElement.Clone();
    }

    // An object has no member that its schema does not describe, and times have the database's precision everywhere.
    private JsonSchema Build(string schemaText)
    {
        var schema = JsonNode.Parse(schemaText)!.AsObject();
        schema["$defs"] = JsonNode.Parse(document.GetProperty("components").GetProperty("schemas").GetRawText());
        foreach (var node in Descendants(schema).OfType<JsonObject>().ToArray())
        {
            // OpenAPI's extensions are no keywords of JSON Schema.
            foreach (var extension in node.Where(member => member.Key.StartsWith("x-", StringComparison.Ordinal)).ToArray())
                node.Remove(extension.Key);
            if (node["properties"] is JsonObject && node["type"] is not null && node["additionalProperties"] is null)
                node["additionalProperties"] = false;
            if (node["format"] is JsonValue format && format.ToString() == "date-time")
                node["pattern"] = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$";
        }

        var text = schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        return JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node) => node switch
    {
        JsonObject members => [node, .. members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Descendants)],
        JsonArray items => [node, .. items.OfType<JsonNode>().SelectMany(Descendants)],
        _ => [],
    };
}
