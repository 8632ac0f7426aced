using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Serving;

namespace Recofilm.Functions.Recommendations;

/// <summary>The body of POST /rank: one of the two fields.</summary>
internal sealed record RankBody
{
    [Description("The movies, each once.")]
    [MinLength(1), MaxLength(MovieRanker.MaxMovies)]
    public IReadOnlyList<int>? MovieIds { get; init; }

    [Description("The movies' external identifiers, each once.")]
    [MinLength(1), MaxLength(MovieRanker.MaxMovies)]
    public IReadOnlyList<string>? MovieExternalIds { get; init; }
}

/// <summary>The answer of POST /rank.</summary>
/// <param name="UserId">The user.</param>
/// <param name="UserExternalId">The user's external identifier, if there is one.</param>
/// <param name="ModelVersion">The model version that ranked them.</param>
/// <param name="Movies">All given movies, best first.</param>
internal sealed record RankAnswer(int UserId, string? UserExternalId, string ModelVersion, IReadOnlyList<RankEntry> Movies);

/// <summary>A ranked movie.</summary>
/// <param name="MovieId">The movie; null for an external_id that no movie has.</param>
/// <param name="ExternalId">The movie's external identifier, if there is one.</param>
/// <param name="Score">The score that orders the movies; null for a movie that the model does not know.</param>
internal sealed record RankEntry(int? MovieId, string? ExternalId, float? Score);
