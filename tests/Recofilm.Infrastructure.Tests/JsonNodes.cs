using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests;

/// <summary>Ways through JSON.</summary>
internal static class JsonNodes
{
    /// <summary>The node at a path of property names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>The text at a path of property names, or null.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path)?.ToString();

    /// <summary>This node and everything in it.</summary>
    public static IEnumerable<JsonNode> All(this JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject container => container.Select(pair => pair.Value),
            JsonArray array => array,
            _ => [],
        };
        foreach (var below in children.OfType<JsonNode>().SelectMany(All))
            yield return below;
    }
}
