namespace Recofilm.Functions.Requests;

/// <summary>A movie as a client names it.</summary>
/// <param name="MovieId">The identifier; 0 when the movie is named by <paramref name="ExternalId"/>.</param>
/// <param name="ExternalId">The external identifier, or <see langword="null"/>.</param>
internal readonly record struct MovieReference(int MovieId, string? ExternalId = null)
{
    /// <inheritdoc/>
    public override string ToString() => ExternalId is null ? $"movie {MovieId}" : $"movie \"{ExternalId}\"";
}
