using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.RecordEvent;

/// <summary>What POST /events is given.</summary>
/// <param name="RecommendationId">The list that the user was shown.</param>
/// <param name="MovieId">The movie of that list.</param>
/// <param name="Kind">"click" or "play".</param>
internal sealed record EventBody(
    [property: Description("The recommendation_id of the list that the user was shown.")]
    string RecommendationId,
    [property: Description("The movie of that list.")]
    [property: Range(1, int.MaxValue)]
    int MovieId,
    [property: Description("\"click\" when the user opened the movie, \"play\" when they began to watch it.")]
    [property: AllowedValues("click", "play")]
    string Kind);

/// <summary>The answer of POST /events.</summary>
/// <param name="RecommendationId">The list.</param>
/// <param name="MovieId">The movie.</param>
/// <param name="Kind">"click" or "play".</param>
/// <param name="OccurredAt">When it was first reported, UTC.</param>
internal sealed record EventAnswer(Guid RecommendationId, int MovieId, string Kind, DateTimeOffset OccurredAt);
