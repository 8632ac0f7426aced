using Recofilm.Core.Ratings;

namespace Recofilm.Core.Content;

/// <summary>
/// The weights of a user's movies in their content profile:
/// <c>w_i ∝ (r_i − r̄ + offset) · (floor + (1 − floor) · e^(−b_i / horizon))</c>, with <c>r̄</c> the mean of the user's
/// ratings and <c>b_i</c> the number of ratings strictly later than <c>r_i</c> (0 for every rating of a history without
/// times), scaled so that Σ |w_i| = 1.
/// </summary>
internal static class ContentProfile
{
    /// <summary>Computes one weight per rating, negative for a movie that the user liked less than most.</summary>
    public static void Weigh(in RatingHistory history, ContentProfileOptions options, Span<float> weights)
    {
        var mean = 0f;
        foreach (var rating in history.Ratings)
            mean += rating / history.Count;

        var total = 0f;
        var later = 0;
        for (var k = history.Count - 1; k >= 0; k--)
        {
            // Ratings of the same second have no order, so they share the count of the ratings after all of them.
            if (history.HasTimestamps && k + 1 < history.Count && history.Timestamps[k] < history.Timestamps[k + 1])
                later = history.Count - 1 - k;
            var recency = options.RecencyFloor + ((1 - options.RecencyFloor) * MathF.Exp(-later / options.RecencyHorizon));
            weights[k] = (history.Ratings[k] - mean + options.RatingOffset) * recency;
            total += MathF.Abs(weights[k]);
        }

        if (total == 0)
            return;
        for (var k = 0; k < history.Count; k++)
            weights[k] /= total;
    }
}
