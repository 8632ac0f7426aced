namespace Recofilm.Core.Registry;

/// <summary>The registry has no complete version of this name.</summary>
/// <param name="version">The requested version.</param>
public sealed class ModelNotFoundException(ModelVersion version) : Exception($"There is no model {version}.")
{
    /// <summary>The requested version.</summary>
    public ModelVersion Version { get; } = version;
}
