using Recofilm.Core.Ratings;

namespace Recofilm.Refinement;

/// <summary>The ratings of a champion that did not have the newest ones.</summary>
internal static class EarlierRatings
{
    /// <summary>The ratings before the newest ones; of those of the same second as the oldest of these, none.</summary>
    public static RatingMatrix Without(this RatingMatrix ratings, int newest)
    {
        var first = ratings.Timestamps.ToArray().OrderDescending().Take(newest).Last();
        var keep = new bool[ratings.Count];
        for (var position = 0; position < keep.Length; position++)
            keep[position] = ratings.Timestamps[position] < first;
        return ratings.Where(keep);
    }
}
