namespace Recofilm.Core.Registry.Artifacts;

/// <summary>A file of a model version on its way to or from the registry.</summary>
/// <param name="Name">The file's name within the version, such as <c>items.arrow</c>.</param>
/// <param name="Content">The file's bytes.</param>
public sealed record ArtifactFile(string Name, ReadOnlyMemory<byte> Content);
