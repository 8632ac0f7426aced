using Recofilm.Core.Fitting;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Training;

/// <summary>The champion with the data that a training needs of it.</summary>
/// <param name="Manifest">The champion's manifest.</param>
/// <param name="Models">The models that serve.</param>
/// <param name="Evaluated">
/// The models that were measured in its training, by the name of the split. The test part of a split only moves forward in
/// time, so they have not seen today's test part.
/// </param>
public sealed record ChampionModels(
    ModelManifest Manifest, ModelSet Models, IReadOnlyDictionary<string, ModelSet> Evaluated)
{
    /// <summary>Loads a version.</summary>
    /// <param name="registry">The registry that holds the version.</param>
    /// <param name="manifest">The manifest of the version.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <exception cref="InvalidDataException">A file is missing, damaged, or of another format.</exception>
    public static async Task<ChampionModels> LoadAsync(
        ModelRegistry registry, ModelManifest manifest, CancellationToken cancellationToken)
    {
        var files = await registry.ReadFilesAsync(manifest, cancellationToken);
        var evaluated = await registry.ReadEvaluationFilesAsync(manifest, cancellationToken);
        return new ChampionModels(manifest, ModelArtifact.Read(files), EvaluationArtifact.Read(files, evaluated));
    }
}
