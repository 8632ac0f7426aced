using Recofilm.Core.Fitting;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Converts the models that were measured on a split to files <c>evaluation/&lt;split&gt;/&lt;file&gt;</c> and back. They
/// share the files of movies and content with the serving models, since these files do not depend on ratings.
/// </summary>
public static class EvaluationArtifact
{
    private const string Folder = "evaluation";

    private static readonly string[] _shared = [CatalogArtifact.FileName, ContentArtifact.FileName];

    /// <summary>Returns the files, by split and then by name, in ordinal order.</summary>
    /// <param name="evaluated">The models by the name of the split.</param>
    public static IReadOnlyList<ArtifactFile> Write(IReadOnlyDictionary<string, ModelSet> evaluated) =>
    [
        .. from split in evaluated.OrderBy(split => split.Key, StringComparer.Ordinal)
           from file in ModelArtifact.Write(split.Value)
           where !_shared.Contains(file.Name)
           select new ArtifactFile($"{Folder}/{split.Key}/{file.Name}", file.Content),
    ];

    /// <summary>Reads the models by the name of the split.</summary>
    /// <param name="serving">The files of the version's serving models.</param>
    /// <param name="files">The files that <see cref="Write"/> made.</param>
    /// <exception cref="InvalidDataException">A file is missing, malformed, or has another number of movies.</exception>
    public static IReadOnlyDictionary<string, ModelSet> Read(
        IReadOnlyList<ArtifactFile> serving, IReadOnlyList<ArtifactFile> files)
    {
        ArtifactFile[] shared = [.. serving.Where(file => _shared.Contains(file.Name))];
        if (files.FirstOrDefault(file => file.Name.Split('/').Length != 3) is { } misnamed)
            throw new InvalidDataException($"{misnamed.Name} is not a file of measured models.");
        return files.Select(file => (Path: file.Name.Split('/'), file.Content))
            .GroupBy(file => file.Path[1], file => new ArtifactFile(file.Path[2], file.Content))
            .ToDictionary(split => split.Key, split => ModelArtifact.Read([.. shared, .. split]));
    }
}
