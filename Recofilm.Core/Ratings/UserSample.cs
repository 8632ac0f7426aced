namespace Recofilm.Core.Ratings;

/// <summary>A part of the users with all their ratings, chosen by identifier, so that it stays much the same every night.</summary>
internal static class UserSample
{
    /// <summary>The ratings of about as many users as have the wanted number of ratings.</summary>
    /// <param name="ratings">All ratings; returned as they are when there are not more than wanted.</param>
    /// <param name="wanted">About how many ratings to keep.</param>
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

    // A fixed place in [0, 1) for each user: the finaliser of MurmurHash3 spreads consecutive identifiers evenly.
    private static double Position(int userId)
    {
        var hash = (uint)userId;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (hash ^ (hash >> 16)) / (double)(1L << 32);
    }
}
