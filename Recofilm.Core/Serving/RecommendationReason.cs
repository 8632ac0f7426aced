namespace Recofilm.Core.Serving;

/// <summary>A rating of the user that speaks for or against a recommended movie.</summary>
/// <param name="MovieId">The rated movie.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Rating">The user's rating of it.</param>
/// <param name="Contribution">Its signed share of the score.</param>
public sealed record RecommendationReason(int MovieId, string Title, float Rating, float Contribution)
{
    /// <summary>The movie's external identifier, if there is one.</summary>
    public string? ExternalId { get; init; }
}
