using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Recommendations;

/// <summary>The body of POST /events.</summary>
/// <param name="RecommendationId">The list that the user was shown.</param>
/// <param name="Kind">"click" or "play".</param>
/// <param name="MovieId">The movie of that list.</param>
/// <param name="MovieExternalId">The movie's external identifier.</param>
internal sealed record EventBody(
    [property: Description("The recommendation_id of the list that the user was shown.")]
    string RecommendationId,
    [property: Description("\"click\" when the user opened the movie, \"play\" when they began to watch it.")]
    [property: AllowedValues("click", "play")]
    string Kind,
    [property: Description("The movie of that list.")]
    [property: Range(1, int.MaxValue)]
    int? MovieId = null,
    [property: Description("The movie's external identifier; either this or movie_id is required.")]
    [property: MinLength(1), MaxLength(ExternalIds.MaximumLength)]
    string? MovieExternalId = null);

/// <summary>The answer of POST /events.</summary>
/// <param name="RecommendationId">The list.</param>
/// <param name="MovieId">The movie.</param>
/// <param name="Kind">"click" or "play".</param>
/// <param name="OccurredAt">The time at which it was first reported, UTC.</param>
internal sealed record EventAnswer(
    Guid RecommendationId, int MovieId, [property: AllowedValues("click", "play")] string Kind, DateTimeOffset OccurredAt);
