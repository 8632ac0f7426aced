using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Recofilm.Infrastructure.Tests;

/// <summary>Reads YAML as JSON whose scalars are all strings.</summary>
internal static class Yaml
{
    /// <summary>The one document of a file of the repository.</summary>
    public static JsonObject Read(string relative)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(relative)));
        return (JsonObject)Convert(Assert.Single(stream.Documents).RootNode);
    }

    private static JsonNode Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(pair =>
            KeyValuePair.Create<string, JsonNode?>(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value ?? ""),
        _ => throw new NotSupportedException($"{node.NodeType} at {node.Start}"),
    };
}
