using System.Text.Json;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>A binding of a function, from the worker's metadata (BindingMetadata).</summary>
internal sealed class FunctionBinding
{
    private const string ReturnName = "$return";

    private readonly Dictionary<string, JsonElement> _properties;

    private FunctionBinding(Dictionary<string, JsonElement> properties)
    {
        _properties = properties;
        Name = Text("name") ?? "";
        Type = Text("type") ?? "";
        Direction = Text("direction") ?? "";
    }

    /// <summary>The name of the parameter, or <c>$return</c>.</summary>
    public string Name { get; }

    /// <summary>The type, such as <c>httpTrigger</c>, in any case.</summary>
    public string Type { get; }

    /// <summary>The direction: <c>in</c>, <c>out</c> or <c>inout</c>, in any case.</summary>
    public string Direction { get; }

    /// <summary>Whether the binding starts the function.</summary>
    public bool IsTrigger => Type.EndsWith("trigger", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the binding receives the function's return value.</summary>
    public bool IsReturn => string.Equals(Name, ReturnName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the worker wants the trigger's own representation instead of text (SupportsDeferredBinding).</summary>
    public bool IsDeferred =>
        _properties.TryGetValue("properties", out var nested) && nested.ValueKind == JsonValueKind.Object &&
        nested.EnumerateObject().Any(property =>
            string.Equals(property.Name, "supportsDeferredBinding", StringComparison.OrdinalIgnoreCase) &&
            string.Equals(property.Value.ToString(), "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Parses a binding's JSON.</summary>
    public static FunctionBinding Parse(string json)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
            properties[property.Name] = property.Value.Clone();
        return new FunctionBinding(properties);
    }

    /// <summary>Returns a property that is text; <see langword="null"/> for any other.</summary>
    public string? Text(string property) =>
        _properties.TryGetValue(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Returns a property that is a list of texts; <see langword="null"/> for any other.</summary>
    public string[]? Texts(string property) =>
        _properties.TryGetValue(property, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    /// <summary>The binding as the host describes it to the worker when it loads the function.</summary>
    public BindingInfo ToBindingInfo() => new()
    {
        Type = Type,
        Direction = Direction.ToUpperInvariant() switch
        {
            "OUT" => BindingInfo.Types.Direction.Out,
            "INOUT" => BindingInfo.Types.Direction.Inout,
            _ => BindingInfo.Types.Direction.In,
        },
        DataType = Text("dataType")?.ToUpperInvariant() switch
        {
            "STRING" => BindingInfo.Types.DataType.String,
            "BINARY" => BindingInfo.Types.DataType.Binary,
            "STREAM" => BindingInfo.Types.DataType.Stream,
            _ => BindingInfo.Types.DataType.Undefined,
        },
    };
}
