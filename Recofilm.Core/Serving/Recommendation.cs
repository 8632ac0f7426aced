namespace Recofilm.Core.Serving;

/// <summary>A recommended movie.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Year">Its year of release, if known.</param>
/// <param name="Genres">Its genres.</param>
/// <param name="Score">What the list is ordered by; higher is better, comparable within the list only.</param>
/// <param name="PredictedRating">The rating the user would give, on the data's scale.</param>
/// <param name="Reasons">The user's ratings that carried the score most, when asked for; else empty.</param>
/// <param name="Components">What the score was combined from, where a strategy combines.</param>
/// <param name="Explained">The sum that the reasons belong to, when asked for; else <see langword="null"/>.</param>
/// <param name="Shared">What content had to do with it, when asked for and content counts; else <see langword="null"/>.</param>
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
    SharedContent? Shared = null);
