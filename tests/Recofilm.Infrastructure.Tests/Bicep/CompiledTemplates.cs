using System.Text.Json.Nodes;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Bicep;

/// <summary>The templates as Azure gets them, and what it would make of them with each set of parameters.</summary>
public sealed class CompiledTemplates : IDisposable
{
    public const string DeployerId = "00000000-0000-0000-0000-00000000000a";

    /// <summary>The sets of parameters: the two files, and dev's on the other plan.</summary>
    public static readonly IReadOnlyList<string> Environments = ["dev", "prod", "premium"];

    /// <summary>Dev's with an MLflow server that wants a token.</summary>
    public const string Tracked = "tracked";

    private const string Folder = "infra/bicep";
    private readonly string _copy = TemporaryFolder.Create("bicep");
    private readonly Lazy<Task<JsonObject>> _template;
    private readonly Dictionary<string, Lazy<Task<IReadOnlyList<JsonObject>>>> _resources;

    public CompiledTemplates()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(Folder), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_copy, Path.GetRelativePath(Repository.PathOf(Folder), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.WriteAllText(
            Path.Combine(_copy, "premium.bicepparam"),
            File.ReadAllText(Path.Combine(_copy, "dev.bicepparam")) + "param hosting = 'ElasticPremium'\n");
        File.WriteAllText(
            Path.Combine(_copy, $"{Tracked}.bicepparam"),
            File.ReadAllText(Path.Combine(_copy, "dev.bicepparam"))
                .Replace(
                    "readEnvironmentVariable('RECOFILM_MLFLOW_URI', '')",
                    "'https://mlflow.example.com'", StringComparison.Ordinal)
                .Replace("readEnvironmentVariable('RECOFILM_MLFLOW_AUTHENTICATION', 'none')", "'token'", StringComparison.Ordinal)
                .Replace(
                    "readEnvironmentVariable('RECOFILM_MLFLOW_CREDENTIAL', '')",
                    "'never-to-be-seen'", StringComparison.Ordinal));
        _template = new(CompileAsync);
        _resources = Environments.Append(Tracked).ToDictionary(
            name => name, name => new Lazy<Task<IReadOnlyList<JsonObject>>>(() => PredictAsync(name)));
    }

    /// <summary>The compiled main.bicep with its modules in it.</summary>
    public Task<JsonObject> TemplateAsync() => _template.Value;

    /// <summary>The resources that a deployment would make, with whatever is known before it.</summary>
    public Task<IReadOnlyList<JsonObject>> ResourcesAsync(string environment) => _resources[environment].Value;

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    private async Task<JsonObject> CompileAsync() =>
        (JsonObject)JsonNode.Parse(await BicepCommand.RunAsync(_copy, "build", "main.bicep", "--stdout"))!;

    private async Task<IReadOnlyList<JsonObject>> PredictAsync(string environment)
    {
        await BicepCommand.RunAsync(
            _copy, "snapshot", $"{environment}.bicepparam", "--mode", "overwrite",
            "--subscription-id", "11111111-1111-1111-1111-111111111111", "--location", "westeurope");
        var snapshot = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_copy, $"{environment}.snapshot.json")))!;
        return [.. snapshot["predictedResources"]!.AsArray().Select(resource => (JsonObject)resource!)];
    }
}
