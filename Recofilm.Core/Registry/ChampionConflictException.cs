namespace Recofilm.Core.Registry;

/// <summary>Another process moved the pointer to the champion at the same time; nothing was changed.</summary>
/// <param name="version">The version that was to become champion.</param>
/// <param name="inner">The answer of the store.</param>
public sealed class ChampionConflictException(ModelVersion version, Exception inner)
    : Exception($"Model {version} was not activated: the champion was changed or locked at the same time.", inner);
