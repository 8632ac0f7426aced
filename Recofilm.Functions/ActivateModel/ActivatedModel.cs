namespace Recofilm.Functions.ActivateModel;

/// <summary>The answer of POST /models/{version}/activate.</summary>
/// <param name="Version">The champion from now on.</param>
/// <param name="Previous">The champion before it.</param>
/// <param name="ActivatedAt">Since when it is, UTC.</param>
internal sealed record ActivatedModel(string Version, string? Previous, DateTimeOffset ActivatedAt);
