namespace Recofilm.Core.Artifacts;

/// <summary>A version in the registry.</summary>
/// <param name="Version">Its name.</param>
/// <param name="State">What may become of it.</param>
/// <param name="Manifest">What it is; <see langword="null"/> for an incomplete version.</param>
public sealed record ModelListing(ModelVersion Version, ModelState State, ModelManifest? Manifest);
