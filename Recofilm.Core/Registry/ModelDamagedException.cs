namespace Recofilm.Core.Registry;

/// <summary>A version exists but cannot serve: a file or its manifest is damaged, or its models give wrong scores.</summary>
/// <param name="version">The version.</param>
/// <param name="inner">The fault.</param>
public sealed class ModelDamagedException(ModelVersion version, Exception inner)
    : Exception($"Model {version} cannot be loaded: {inner.Message}", inner);
