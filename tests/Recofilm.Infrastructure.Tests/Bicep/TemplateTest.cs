using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests.Bicep;

/// <summary>A test of what a deployment would make.</summary>
public abstract class TemplateTest(CompiledTemplates templates)
{
    public static TheoryData<string> Environments => [.. CompiledTemplates.Environments];

    protected CompiledTemplates Templates { get; } = templates;

    protected async Task<IReadOnlyList<JsonObject>> OfTypeAsync(string environment, string type) =>
        [.. (await Templates.ResourcesAsync(environment)).Where(resource => resource.Text("type") == type)];

    protected async Task<JsonObject> SingleAsync(string environment, string type) =>
        Assert.Single(await OfTypeAsync(environment, type));

    protected async Task<IReadOnlyDictionary<string, string>> AppSettingsAsync(string environment) =>
        (await SingleAsync(environment, "Microsoft.Web/sites/config"))["properties"]!.AsObject()
        .ToDictionary(setting => setting.Key, setting => setting.Value!.ToString());
}
