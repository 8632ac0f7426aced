using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Tests.Registry.Artifacts;

internal static partial class ExampleModel
{
    /// <summary>Bytes that are no model: a mutation run would slow a training down, and the registry reads no file.</summary>
    public static IReadOnlyList<ArtifactFile> Files { get; } =
        [.. "items,statistics,svd,hybrid".Split(',').Select(name => new ArtifactFile($"{name}.arrow", Bytes(name)))];

    private static byte[] Bytes(string seed) => [.. Enumerable.Range(0, 300).Select(place => (byte)(seed[0] + place))];
}
