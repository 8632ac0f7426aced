namespace Recofilm.Core.Registry;

/// <summary>The pointers to the versions that serve, as far as they are readable.</summary>
/// <param name="Champion">The champion; <see langword="null"/> when there is none or its pointer is not readable.</param>
/// <param name="Challenger">
/// The challenger; <see langword="null"/> when there is none or its pointer is not readable.
/// </param>
/// <param name="Problems">The fault of each unreadable pointer and its remedy; empty when both are readable.</param>
public sealed record RegistryPointers(ChampionPointer? Champion, ChallengerPointer? Challenger, IReadOnlyList<string> Problems)
{
    /// <summary>Returns the state of a version under these pointers.</summary>
    internal ModelState StateOf(ModelVersion version, ModelManifest? manifest)
    {
        if (version == Champion?.Version)
            return ModelState.Champion;
        if (manifest is null)
            return ModelState.Incomplete;
        if (version == Challenger?.Version)
            return ModelState.Challenger;
        if (version == Champion?.Previous)
            return ModelState.Previous;
        return manifest.Gate.Accepted ? ModelState.Available : ModelState.Refused;
    }
}
