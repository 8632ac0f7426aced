using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction.Features;

/// <summary>
/// The side information g_u of users: three times the mean of f_j over the movies they rated, and ln(1 + n_u) less its mean
/// over the users who rated. A user's choice of movies is informative as well as the stars, so this replaces the implicit
/// vectors of SVD++ (Koren, 2008).
/// </summary>
internal static class UserFeatures
{
    /// <summary>The factor applied to the mean of the movies' features.</summary>
    public const float MeanScale = 3;

    /// <summary>Builds the features of every user; a user without ratings has the constant alone.</summary>
    /// <param name="ratingsByUser">The ratings by user.</param>
    /// <param name="items">The movies' features; user features mirror them, the count's feature comes last.</param>
    /// <param name="meanLogCount">The mean of ln(1 + n_u).</param>
    public static SparseFeatures Build(RatingLists ratingsByUser, SparseFeatures items, out double meanLogCount)
    {
        var active = 0;
        var sum = 0.0;
        for (var user = 0; user < ratingsByUser.Count; user++)
        {
            if (ratingsByUser.CountOf(user) == 0)
                continue;
            active++;
            sum += LogCount(ratingsByUser.CountOf(user));
        }

        meanLogCount = active == 0 ? 0 : sum / active;
        var rows = new FeatureRows([-1, .. Enumerable.Repeat(0, items.Count)]);
        var mean = new float[items.Count];
        for (var user = 0; user < ratingsByUser.Count; user++)
        {
            rows.Begin();
            var count = ratingsByUser.CountOf(user);
            if (count == 0)
                continue;
            Array.Clear(mean);
            foreach (var item in ratingsByUser.Others.AsSpan(ratingsByUser.Starts[user], count))
            {
                var features = items.FeaturesOf(item);
                var values = items.ValuesOf(item);
                for (var place = 0; place < features.Length; place++)
                    mean[features[place]] += values[place];
            }

            for (var feature = 1; feature < items.Count; feature++)
                rows.Set(feature, mean[feature] * MeanScale / count);
            rows.Set(items.Count, (float)(LogCount(count) - meanLogCount));
        }

        return rows.Build();
    }

    /// <summary>ln(1 + n).</summary>
    public static double LogCount(int count) => Math.Log(1.0 + count);
}
