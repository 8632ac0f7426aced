using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Registry.Artifacts;

internal static partial class ExampleModel
{
    /// <summary>The files of <see cref="TasteWorld.Models"/>.</summary>
    public static IReadOnlyList<ArtifactFile> Files { get; } = ModelArtifact.Write(TasteWorld.Models);
}
