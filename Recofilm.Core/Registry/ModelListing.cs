namespace Recofilm.Core.Registry;

/// <summary>A version in the registry.</summary>
/// <param name="Version">The version's name.</param>
/// <param name="State">The version's state.</param>
/// <param name="Manifest">The version's manifest; <see langword="null"/> for an incomplete version.</param>
public sealed record ModelListing(ModelVersion Version, ModelState State, ModelManifest? Manifest);
