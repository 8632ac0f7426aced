namespace Recofilm.Core.Artifacts;

/// <summary>The registry has no complete version of this name.</summary>
/// <param name="version">The version asked for.</param>
public sealed class ModelNotFoundException(ModelVersion version) : Exception($"There is no model {version}.")
{
    /// <summary>The version asked for.</summary>
    public ModelVersion Version { get; } = version;
}
