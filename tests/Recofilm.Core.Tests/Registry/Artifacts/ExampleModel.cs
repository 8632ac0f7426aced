using System.Text.Json;
using Recofilm.Core.Fitting;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Tests.Registry.Artifacts;

/// <summary>Publishable versions of one model.</summary>
internal static partial class ExampleModel
{
    public static ModelVersion Version(int number) =>
        ModelVersion.Parse($"20261124T{number / 3600:00}{number / 60 % 60:00}{number % 60:00}Z-{number:x8}");

    public static ModelManifest Manifest(int number, bool accepted = true, double rmse = 0.8) => new()
    {
        SchemaVersion = ModelManifest.CurrentSchemaVersion,
        Version = Version(number),
        CreatedAt = Version(number).CreatedAt,
        CodeVersion = "1.2.3",
        RecipeVersion = ModelRecipe.Version,
        Trigger = "timer",
        Data = new TrainingDataSummary("fingerprint", 60, 80, 1_920, 60),
        Parameters = JsonSerializer.SerializeToElement(new { factors = 16 }),
        Metrics = new SortedDictionary<string, double> { ["svd_rmse"] = rmse },
        Gate = new GateDecision(accepted, accepted ? "Not worse." : "Worse.", null),
        Files = [.. Files.Select(file => ModelFile.Of(file.Name, file.Content.Span))],
    };

    public static async Task<ModelVersion> PublishAsync(
        this ModelRegistry registry, int number, bool accepted = true, double rmse = 0.8)
    {
        await registry.PublishAsync(
            Manifest(number, accepted, rmse), Files, cancellationToken: TestContext.Current.CancellationToken);
        return Version(number);
    }
}
