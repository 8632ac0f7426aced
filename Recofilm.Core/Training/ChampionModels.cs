using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Training;

/// <summary>The champion as a training needs it.</summary>
/// <param name="Manifest">What it is.</param>
/// <param name="Models">The models that serve.</param>
/// <param name="Evaluated">
/// The models that were measured when it was trained, by the name of the split. What a split holds back moves forward in time
/// only, so they have not seen what it holds back today.
/// </param>
public sealed record ChampionModels(
    ModelManifest Manifest, ModelSet Models, IReadOnlyDictionary<string, ModelSet> Evaluated)
{
    /// <summary>Loads a version.</summary>
    /// <param name="registry">Where it is.</param>
    /// <param name="manifest">Which it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">A file is missing, damaged, or of another format.</exception>
    public static async Task<ChampionModels> LoadAsync(
        ModelRegistry registry, ModelManifest manifest, CancellationToken cancellationToken)
    {
        var files = await registry.ReadFilesAsync(manifest, cancellationToken);
        var evaluated = await registry.ReadEvaluationFilesAsync(manifest, cancellationToken);
        return new ChampionModels(manifest, ModelArtifact.Read(files), EvaluationArtifact.Read(files, evaluated));
    }
}
