using System.Buffers;
using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Content;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>Says why a movie is in a list, by the models that put it there.</summary>
/// <param name="Ratings">The model whose score is a sum over the user's ratings; <see langword="null"/> for none.</param>
/// <param name="Content">The content model; <see langword="null"/> where content had no part.</param>
/// <param name="Anchor">The movie that the list shall resemble; <see langword="null"/> for the user's whole profile.</param>
internal readonly record struct Explainer(IExplainableModel? Ratings = null, ContentModel? Content = null, int? Anchor = null)
{
    /// <summary>How many ratings, genres and tags are named for a movie at most, each.</summary>
    public const int PerMovie = 3;

    /// <summary>
    /// The ratings with the largest shares of a movie's score, largest first, and the sum that they belong to.
    /// </summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="item">The recommended movie.</param>
    /// <param name="catalog">The movies, for titles.</param>
    public (RecommendationReason[] Reasons, ExplainedScore? Sum) ByRatings(
        in RatingHistory history, int item, MovieCatalog catalog)
    {
        if (Ratings is null || history.Count == 0)
            return ([], null);
        var rented = ArrayPool<float>.Shared.Rent(history.Count);
        var contributions = rented.AsSpan(0, history.Count);
        var rest = Ratings.Explain(history, item, contributions);

        Span<int> largest = stackalloc int[PerMovie];
        var reasons = new RecommendationReason[TopK.Select(contributions, largest)];
        var (total, named) = ((double)rest, 0.0);
        foreach (var contribution in contributions)
            total += contribution;
        for (var rank = 0; rank < reasons.Length; rank++)
        {
            var place = largest[rank];
            var movie = catalog[history.Items[place]];
            named += contributions[place];
            reasons[rank] = new RecommendationReason(
                movie.MovieId, movie.Title, history.Ratings[place], contributions[place]);
        }

        ArrayPool<float>.Shared.Return(rented);
        return (reasons, new ExplainedScore((float)total, (float)(total - rest - named), rest));
    }

    /// <summary>The genres and tags that a movie shares with the anchor, or else with the movies that the user likes.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="item">The recommended movie.</param>
    public SharedContent? ByContent(in RatingHistory history, int item)
    {
        if (Content is null)
            return null;
        var shared = Anchor is { } anchor ? Content.SharedTerms(anchor, item) : Content.SharedTerms(history, item);
        return new SharedContent(Texts(shared, ContentField.Genre), Texts(shared, ContentField.Tag));
    }

    private static string[] Texts(IReadOnlyList<ContentTerm> terms, ContentField field) =>
        [.. terms.Where(term => term.Field == field).Take(PerMovie).Select(term => term.Text)];
}
