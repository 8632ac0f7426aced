using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Serving;

/// <summary>Adds external identifiers to lists, because models do not contain them.</summary>
public static class ExternalIdentifiers
{
    /// <summary>Returns a list with the current external identifiers of its user and movies.</summary>
    public static RecommendationList Identify(this RecommendationList list, UserHistory user, CatalogState catalog) => list with
    {
        UserExternalId = user.ExternalId,
        Recommendations = catalog.HasExternalIds
            ? [.. list.Recommendations.Select(movie => Identify(movie, catalog))]
            : list.Recommendations,
    };

    private static Recommendation Identify(Recommendation movie, CatalogState catalog) => movie with
    {
        ExternalId = catalog.Find(movie.MovieId)?.ExternalId,
        Reasons = movie.Reasons.Count == 0
            ? movie.Reasons
            : [.. movie.Reasons.Select(reason => reason with { ExternalId = catalog.Find(reason.MovieId)?.ExternalId })],
    };
}
