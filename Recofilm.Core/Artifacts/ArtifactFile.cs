namespace Recofilm.Core.Artifacts;

/// <summary>A file of a model version on its way to or from the registry.</summary>
/// <param name="Name">Its name within the version, such as <c>items.arrow</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ArtifactFile(string Name, ReadOnlyMemory<byte> Content);
