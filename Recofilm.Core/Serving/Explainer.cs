using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Fitting;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Serving;

/// <summary>Says why the movies of a page are in their list, all at once: by the models that put them there.</summary>
internal static class Explainer
{
    /// <summary>How many ratings, genres and tags are named for a movie at most, each.</summary>
    public const int PerMovie = 3;

    /// <summary>A rating below this, or below the user's mean, is no reason to watch anything.</summary>
    public const float LeastLiked = 3f;

    /// <summary>Explains a page.</summary>
    /// <param name="models">The models that made the list.</param>
    /// <param name="strategy">How it was made.</param>
    /// <param name="anchor">The item that the list is like; <see langword="null"/> for the user's whole profile.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="items">The items of the page.</param>
    /// <param name="scores">The list's scores, by item index.</param>
    /// <returns>An explanation for each of <paramref name="items"/>.</returns>
    public static Explanation[] Explain(
        ModelSet models, string strategy, int? anchor, in RatingHistory history, ReadOnlySpan<int> items,
        ReadOnlySpan<float> scores)
    {
        var (reasons, sums) = (new RecommendationReason[items.Length][], new ExplainedScore?[items.Length]);
        var shared = new SharedContent?[items.Length];
        Array.Fill(reasons, []);
        if (strategy is RecommendationStrategy.Collaborative or RecommendationStrategy.Hybrid && history.Count > 0)
        {
            ByRatings(models.Collaborative, models.Catalog, history, items, reasons, sums);

            // A collaborative list is ordered by the score that is explained: the same number, whatever its terms round to.
            for (var place = 0; place < items.Length && strategy == RecommendationStrategy.Collaborative; place++)
                sums[place] = sums[place]! with { Score = scores[items[place]] };
        }

        if (strategy is RecommendationStrategy.Hybrid or RecommendationStrategy.Similar)
            ByContent(models.Content, anchor, history, items, shared);
        var explanations = new Explanation[items.Length];
        for (var place = 0; place < explanations.Length; place++)
            explanations[place] = new Explanation(reasons[place], sums[place], shared[place]);
        return explanations;
    }

    /// <summary>
    /// The ratings with the largest shares of each movie's collaborative score, and the sum that they belong to.
    /// </summary>
    private static void ByRatings(
        CollaborativeModel model, MovieCatalog catalog, in RatingHistory history, ReadOnlySpan<int> items,
        RecommendationReason[][] reasons, ExplainedScore?[] sums)
    {
        var rented = ArrayPool<float>.Shared.Rent(items.Length * (history.Count + 1));
        var contributions = rented.AsSpan(0, items.Length * history.Count);
        var rest = rented.AsSpan(contributions.Length, items.Length);
        model.Explain(history, items, contributions, rest);
        for (var place = 0; place < items.Length; place++)
        {
            var terms = contributions.Slice(place * history.Count, history.Count);
            (reasons[place], sums[place]) = Largest(history, terms, rest[place], catalog);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Names the largest terms of a score by movies that the user liked, and sums the others.</summary>
    internal static (RecommendationReason[] Reasons, ExplainedScore Sum) Largest(
        in RatingHistory history, ReadOnlySpan<float> contributions, float rest, MovieCatalog catalog)
    {
        var (total, named) = (0.0, 0.0);
        foreach (var contribution in contributions)
            total += contribution;

        // A rating below the user's own mean may carry a score, yet it is no reason for them to watch anything.
        var rented = ArrayPool<float>.Shared.Rent(history.Count);
        var liked = rented.AsSpan(0, history.Count);
        var least = Math.Max(LeastLiked, TensorPrimitives.Average(history.Ratings));
        for (var place = 0; place < history.Count; place++)
            liked[place] = history.Ratings[place] >= least ? contributions[place] : float.NegativeInfinity;
        Span<int> largest = stackalloc int[PerMovie];
        var reasons = new RecommendationReason[TopK.Select(liked, largest)];
        ArrayPool<float>.Shared.Return(rented);
        for (var rank = 0; rank < reasons.Length; rank++)
        {
            var place = largest[rank];
            var movie = catalog[history.Items[place]];
            named += contributions[place];
            reasons[rank] = new RecommendationReason(movie.MovieId, movie.Title, history.Ratings[place], contributions[place]);
        }

        return (reasons, new ExplainedScore((float)(total + rest), (float)(total - named), rest));
    }

    /// <summary>
    /// The genres and tags that each movie shares with the anchor, or else with the movies that the user likes.
    /// </summary>
    private static void ByContent(
        ContentModel model, int? anchor, in RatingHistory history, ReadOnlySpan<int> items, SharedContent?[] shared)
    {
        var rented = ArrayPool<float>.Shared.Rent(model.Terms.Length);
        var profile = rented.AsSpan(0, model.Terms.Length);
        if (anchor is { } item)
            model.Describe(item, profile);
        else
            model.Describe(history, profile);
        for (var place = 0; place < items.Length; place++)
        {
            shared[place] = new SharedContent(
                model.SharedTerms(profile, items[place], ContentField.Genre, PerMovie),
                model.SharedTerms(profile, items[place], ContentField.Tag, PerMovie));
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
