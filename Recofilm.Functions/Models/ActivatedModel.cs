namespace Recofilm.Functions.Models;

/// <summary>The answer of POST /models/{version}/activate.</summary>
/// <param name="Version">The new champion.</param>
/// <param name="Previous">The champion before it.</param>
/// <param name="ActivatedAt">The time of the activation, UTC.</param>
internal sealed record ActivatedModel(string Version, string? Previous, DateTimeOffset ActivatedAt);
