namespace Recofilm.Core.Artifacts;

/// <summary>The pointer to the champion was moved by somebody else in the meantime; nothing was changed.</summary>
/// <param name="version">The version that was to become champion.</param>
/// <param name="inner">What the store answered.</param>
public sealed class ChampionConflictException(ModelVersion version, Exception inner)
    : Exception($"Model {version} was not activated: the champion was changed or locked at the same time.", inner);
