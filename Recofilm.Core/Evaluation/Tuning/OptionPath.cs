using System.Text.Json;
using System.Text.Json.Nodes;
using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>Reads and changes numbers in <see cref="ModelOptions"/> by their place in its JSON.</summary>
public static class OptionPath
{
    /// <summary>The value at a path.</summary>
    /// <exception cref="ArgumentException">There is no number at the path.</exception>
    public static double Get(ModelOptions options, string path)
    {
        var node = (JsonNode?)JsonObject.Create(options.ToJson());
        foreach (var name in path.Split('.'))
            node = (node as JsonObject)?[name];

        // Through text, because 0.6 must come out as 0.6 whether the option is a float or a double.
        return node is JsonValue && double.TryParse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ArgumentException($"There is no number at '{path}' of the options.", nameof(path));
    }

    /// <summary>The options with other values.</summary>
    /// <param name="options">What else holds.</param>
    /// <param name="values">Values by path; whole ones where the option is an integer.</param>
    /// <exception cref="ArgumentException">There is no number at a path.</exception>
    public static ModelOptions With(ModelOptions options, IEnumerable<KeyValuePair<string, double>> values)
    {
        var root = JsonObject.Create(options.ToJson())!;
        foreach (var (path, value) in values)
        {
            var names = path.Split('.');
            JsonNode? parent = root;
            foreach (var name in names[..^1])
                parent = (parent as JsonObject)?[name];
            if (parent is not JsonObject holder || holder[names[^1]] is not JsonValue)
                throw new ArgumentException($"There is no number at '{path}' of the options.", nameof(values));
            holder[names[^1]] = double.IsInteger(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);
        }

        return root.Deserialize(ModelOptionsJson.Default.ModelOptions)!;
    }
}
