namespace Recofilm.Core.Serving;

/// <summary>A recommended movie.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Title">Its title for people, without the year.</param>
/// <param name="Year">Its year of release, if known.</param>
/// <param name="Genres">Its genres.</param>
/// <param name="Score">The score that orders the list; higher is better, comparable within the list only.</param>
/// <param name="PredictedRating">The rating the user would give, on the data's scale.</param>
/// <param name="Reasons">The user's ratings that contributed most to the score, if requested; otherwise empty.</param>
/// <param name="Components">The parts of the score, for a strategy that combines scores.</param>
/// <param name="Explained">The sum that contains the reasons, if requested; otherwise <see langword="null"/>.</param>
/// <param name="Shared">The shared genres and tags, if requested and content counts; otherwise <see langword="null"/>.</param>
public sealed record Recommendation(
    int MovieId,
    string Title,
    int? Year,
    IReadOnlyList<string> Genres,
    float Score,
    float PredictedRating,
    IReadOnlyList<RecommendationReason> Reasons,
    ScoreComponents? Components,
    ExplainedScore? Explained = null,
    SharedContent? Shared = null)
{
    /// <summary>The title in the language of the original, if known and another one; other titles follow after " / ".</summary>
    public string? OriginalTitle { get; init; }

    /// <summary>The movie's external identifier, if there is one.</summary>
    public string? ExternalId { get; init; }
}
