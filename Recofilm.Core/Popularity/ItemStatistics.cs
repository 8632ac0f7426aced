using Recofilm.Core.Ratings;

namespace Recofilm.Core.Popularity;

/// <summary>The number and the mean of each movie's ratings, from which users without ratings get their lists.</summary>
public sealed class ItemStatistics
{
    /// <summary>The lowest rating with which a user likes a movie.</summary>
    public const float LikedRating = 4f;

    private readonly int[] _counts;
    private readonly int[] _likedCounts;
    private readonly float[] _means;
    private readonly float[] _bayesianAverages;

    /// <summary>Takes ownership of the counts and means by item index, and derives the averages.</summary>
    /// <param name="counts">The number of ratings of each movie.</param>
    /// <param name="likedCounts">The number of each movie's ratings of at least <see cref="LikedRating"/>.</param>
    /// <param name="means">The mean rating of each movie; ignored for a count of 0.</param>
    /// <param name="globalMean">The mean of all ratings.</param>
    /// <param name="priorVotes">
    /// The number of votes at the global mean with which each movie starts; finite, at least 0.
    /// </param>
    /// <exception cref="ArgumentException">The arrays differ in length or the prior is out of its range.</exception>
    public ItemStatistics(int[] counts, int[] likedCounts, float[] means, float globalMean, float priorVotes)
    {
        if (likedCounts.Length != counts.Length || means.Length != counts.Length)
            throw new ArgumentException("Counts and means of movies must have the same length.");
        if (!float.IsFinite(priorVotes) || priorVotes < 0)
            throw new ArgumentException($"{nameof(priorVotes)} must be a finite number of at least 0.", nameof(priorVotes));
        _counts = counts;
        _likedCounts = likedCounts;
        _means = means;
        GlobalMean = globalMean;
        PriorVotes = priorVotes;
        _bayesianAverages = new float[counts.Length];
        for (var item = 0; item < counts.Length; item++)
        {
            var votes = counts[item] + priorVotes;
            _bayesianAverages[item] = counts[item] == 0
                ? globalMean
                : ((counts[item] * means[item]) + (priorVotes * globalMean)) / votes;
        }
    }

    /// <summary>The number of movies.</summary>
    public int ItemCount => _counts.Length;

    /// <summary>The number of ratings by item index.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The number of ratings of at least <see cref="LikedRating"/> by item index.</summary>
    public ReadOnlySpan<int> LikedCounts => _likedCounts;

    /// <summary>The mean rating by item index; the global mean for a movie without ratings.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>
    /// <c>(n_i r̄_i + m μ) / (n_i + m)</c> by item index, where n_i is the count, r̄_i the mean, μ the global mean and m
    /// <see cref="PriorVotes"/>.
    /// </summary>
    public ReadOnlySpan<float> BayesianAverages => _bayesianAverages;

    /// <summary>The mean of all ratings.</summary>
    public float GlobalMean { get; }

    /// <summary>The number of votes at the global mean with which each movie starts.</summary>
    public float PriorVotes { get; }

    /// <summary>Computes the statistics of a matrix of ratings.</summary>
    /// <param name="ratings">The ratings; may hold none.</param>
    /// <param name="options">The strength of the prior; the default when omitted.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ItemStatistics Of(RatingMatrix ratings, ColdStartOptions? options = null)
    {
        options ??= new ColdStartOptions();
        options.Validate();
        var counts = new int[ratings.ItemCount];
        var liked = new int[ratings.ItemCount];
        var sums = new double[ratings.ItemCount];
        for (var position = 0; position < ratings.Count; position++)
        {
            var item = ratings.Items[position];
            counts[item]++;
            sums[item] += ratings.Ratings[position];
            if (ratings.Ratings[position] >= LikedRating)
                liked[item]++;
        }

        var globalMean = ratings.Count == 0 ? 0f : (float)(sums.Sum() / ratings.Count);
        var means = new float[ratings.ItemCount];
        for (var item = 0; item < means.Length; item++)
            means[item] = counts[item] == 0 ? globalMean : (float)(sums[item] / counts[item]);
        return new ItemStatistics(counts, liked, means, globalMean, PriorOf(counts, options.PriorQuantile));
    }

    private static int PriorOf(int[] counts, float quantile)
    {
        int[] rated = [.. counts.Where(count => count > 0).Order()];
        return rated.Length == 0 ? 0 : rated[(int)(quantile * (rated.Length - 1))];
    }
}
