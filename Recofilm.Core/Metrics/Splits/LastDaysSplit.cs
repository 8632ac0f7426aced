using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>
/// The protocol of published sequential models (transformer_benchmark, RecSys 2025, on RecTools): the ratings of the last days
/// are test, except those of users and movies unknown to train. Every test rating is relevant regardless of its stars, and
/// the candidates are the movies of train that the user has not rated there.
/// </summary>
public static class LastDaysSplit
{
    private const long SecondsOfDay = 86_400;

    /// <summary>Divides ratings that have timestamps.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="days">The number of days between the start of test and the newest rating, at least 1.</param>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static RankingSplit Of(RatingMatrix ratings, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var cut = CutOf(ratings, days);
        var isTrain = new bool[ratings.Count];
        var isKnown = new bool[ratings.ItemCount];
        for (var position = 0; position < isTrain.Length; position++)
        {
            isTrain[position] = ratings.Timestamps[position] < cut;
            isKnown[ratings.Items[position]] |= isTrain[position];
        }

        var isTest = new bool[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var start = ratings.RowStarts[user];
            for (var position = start; position < ratings.RowStarts[user + 1]; position++)
                isTest[position] = !isTrain[position] && isTrain[start] && isKnown[ratings.Items[position]];
        }

        return new RankingSplit(ratings.Where(isTrain), ratings.Where(isTest), relevantFrom: 0, cut, onlyTrained: true);
    }

    /// <summary>Returns the start of test, that many days before the newest rating, in Unix seconds.</summary>
    /// <param name="ratings">All ratings, at least one.</param>
    /// <param name="days">The number of days.</param>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static long CutOf(RatingMatrix ratings, int days) => ratings.HasTimestamps
        ? TensorPrimitives.Max(ratings.Timestamps) - (days * SecondsOfDay)
        : throw new ArgumentException("A split by time needs ratings with timestamps.", nameof(ratings));
}
