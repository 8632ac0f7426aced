using System.Buffers;
using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>Names the ratings of a user that carried a recommendation most.</summary>
internal static class Reasons
{
    /// <summary>How many ratings are named for a movie at most.</summary>
    public const int PerMovie = 3;

    /// <summary>The ratings with the largest shares of a movie's score, largest first.</summary>
    /// <param name="model">The model that made the score.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="item">The recommended movie.</param>
    /// <param name="catalog">The movies, for titles.</param>
    public static RecommendationReason[] Of(
        IExplainableModel model, in RatingHistory history, int item, MovieCatalog catalog)
    {
        var rented = ArrayPool<float>.Shared.Rent(history.Count);
        var contributions = rented.AsSpan(0, history.Count);
        model.Explain(history, item, contributions);

        Span<int> largest = stackalloc int[PerMovie];
        var reasons = new RecommendationReason[TopK.Select(contributions, largest)];
        for (var rank = 0; rank < reasons.Length; rank++)
        {
            var place = largest[rank];
            var movie = catalog[history.Items[place]];
            reasons[rank] = new RecommendationReason(
                movie.MovieId, movie.Title, history.Ratings[place], contributions[place]);
        }

        ArrayPool<float>.Shared.Return(rented);
        return reasons;
    }
}
