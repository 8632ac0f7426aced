using System.Text.Json.Nodes;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests;

/// <summary>The functions that the build generated into functions.metadata, as the host reads them.</summary>
internal static class FunctionsMetadata
{
    /// <summary>The name of the file in the build output and in the package.</summary>
    public const string FileName = "functions.metadata";

    private static readonly Lazy<IReadOnlyList<Function>> _all = new(() =>
        Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(BuiltProgram.Path)!, FileName))));

    /// <summary>The functions of the built program.</summary>
    public static IReadOnlyList<Function> All => _all.Value;

    /// <summary>The app setting that a trigger names between percent signs.</summary>
    public static string SettingOf(string reference)
    {
        Assert.Matches("^%[A-Za-z:]+%$", reference);
        return reference.Trim('%').Replace(":", "__", StringComparison.Ordinal);
    }

    /// <summary>Reads the text of a functions.metadata file.</summary>
    public static IReadOnlyList<Function> Parse(string json) =>
        [.. JsonNode.Parse(json)!.AsArray().Select(function => new Function(function.Text("name")!, TriggerOf(function!)))];

    private static JsonObject TriggerOf(JsonNode function) => function["bindings"]!.AsArray()
        .Single(binding => binding.Text("type")!.EndsWith("Trigger", StringComparison.Ordinal))!.AsObject();

    /// <summary>One function and its trigger's binding.</summary>
    internal sealed record Function(string Name, JsonObject Trigger)
    {
        /// <summary>httpTrigger, timerTrigger or queueTrigger.</summary>
        public string Type => Trigger.Text("type")!;

        /// <summary>The route of an HTTP trigger, without the leading slash.</summary>
        public string? Route => Trigger.Text("route");

        /// <summary>The schedule of a timer trigger, which names a setting between percent signs.</summary>
        public string? Schedule => Trigger.Text("schedule");

        /// <summary>The queue of a queue trigger, which names a setting between percent signs.</summary>
        public string? Queue => Trigger.Text("queueName");

        /// <summary>The app settings of a queue trigger's connection begin with this.</summary>
        public string Connection =>
            (Trigger.Text("connection") ?? "AzureWebJobsStorage").Replace(":", "__", StringComparison.Ordinal);
    }
}
