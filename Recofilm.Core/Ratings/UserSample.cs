namespace Recofilm.Core.Ratings;

/// <summary>
/// Samples users with all their ratings, chosen by identifier so that the sample stays nearly the same every night.
/// </summary>
internal static class UserSample
{
    /// <summary>Samples users who together have about the wanted number of ratings.</summary>
    /// <param name="ratings">All ratings; returned unchanged when there are no more than wanted.</param>
    /// <param name="wanted">The approximate number of ratings to keep.</param>
    public static RatingMatrix Of(RatingMatrix ratings, int wanted)
    {
        if (ratings.Count <= wanted)
            return ratings;
        var share = (double)wanted / ratings.Count;
        var keep = new bool[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
        {
            if (Position(ratings.UserIds[user]) < share)
                keep.AsSpan()[ratings.RowStarts[user]..ratings.RowStarts[user + 1]].Fill(true);
        }

        return ratings.Where(keep);
    }

    // Gives each user a fixed place in [0, 1): the finaliser of MurmurHash3 spreads consecutive identifiers evenly.
    private static double Position(int userId)
    {
        var hash = (uint)userId;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (hash ^ (hash >> 16)) / (double)(1L << 32);
    }
}
