using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Functions.Hosting;

/// <summary>One function as the Functions host sees it: a folder with a function.json beside host.json.</summary>
/// <param name="Name">The folder's name, which is the function's.</param>
/// <param name="Trigger">What starts it.</param>
internal sealed record FunctionDefinition(string Name, FunctionTrigger Trigger)
{
    /// <summary>Whether the setting by which the Functions host switches a function off, too, leaves this one on.</summary>
    /// <param name="configuration"><c>AzureWebJobs:&lt;name&gt;:Disabled</c>, as a variable <c>AzureWebJobs__&lt;name&gt;__Disabled</c>.</param>
    public bool IsEnabled(IConfiguration configuration) => !configuration.GetValue<bool>($"AzureWebJobs:{Name}:Disabled");

    /// <summary>Reads every function below a folder, in the order in which the host matches their routes.</summary>
    /// <param name="root">The folder that holds host.json.</param>
    /// <exception cref="StartupException">A function.json cannot be read or has not exactly one trigger.</exception>
    public static IReadOnlyList<FunctionDefinition> ReadAll(string root) =>
    [
        .. Directory.EnumerateFiles(root, "function.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(Read)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private static FunctionDefinition Read(string path)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(path))!;
        try
        {
            using var stream = File.OpenRead(path);
            var bindings = JsonSerializer.Deserialize(stream, FunctionJson.Default.FunctionBindings)!.Bindings;
            return new FunctionDefinition(name, bindings.Single(binding => binding.IsTrigger));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new StartupException($"{path} is not a function with one trigger: {exception.Message}");
        }
    }
}

/// <summary>The bindings of a function.json.</summary>
/// <param name="Bindings">Triggers and outputs.</param>
internal sealed record FunctionBindings(FunctionTrigger[] Bindings);

/// <summary>A binding of a function.json; of a trigger, what starts the function.</summary>
/// <param name="Type">"httpTrigger", "timerTrigger" or the type of an output.</param>
/// <param name="Route">The path template of an HTTP trigger, without the leading slash.</param>
/// <param name="Methods">The methods of an HTTP trigger, in lower case.</param>
/// <param name="AuthLevel">"anonymous": tokens are checked by the handler, not keys by the host.</param>
/// <param name="Schedule">The six-field cron expression of a timer trigger, in UTC.</param>
internal sealed record FunctionTrigger(
    string Type, string? Route = null, string[]? Methods = null, string? AuthLevel = null, string? Schedule = null)
{
    /// <summary>Whether the binding starts the function.</summary>
    [JsonIgnore]
    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.Ordinal);

    /// <summary>Whether time starts the function.</summary>
    [JsonIgnore]
    public bool IsTimer => Type == "timerTrigger";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FunctionBindings))]
internal sealed partial class FunctionJson : JsonSerializerContext;
