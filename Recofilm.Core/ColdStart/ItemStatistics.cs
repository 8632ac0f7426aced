using Recofilm.Core.Ratings;

namespace Recofilm.Core.ColdStart;

/// <summary>How often and how well each movie was rated: all that is known before a user has rated anything.</summary>
public sealed class ItemStatistics
{
    /// <summary>A rating of at least this says that the user liked the movie.</summary>
    public const float LikedRating = 4f;

    private readonly int[] _counts;
    private readonly int[] _likedCounts;
    private readonly float[] _means;
    private readonly float[] _bayesianAverages;

    /// <summary>Takes counts and means by item index over and derives the averages.</summary>
    /// <param name="counts">Ratings of each movie.</param>
    /// <param name="likedCounts">Ratings of at least <see cref="LikedRating"/> of each movie.</param>
    /// <param name="means">Mean rating of each movie; ignored where the count is 0.</param>
    /// <param name="globalMean">Mean of all ratings.</param>
    /// <param name="priorVotes">How many votes at the global mean each movie starts with; finite, at least 0.</param>
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

    /// <summary>Number of movies.</summary>
    public int ItemCount => _counts.Length;

    /// <summary>Ratings by item index.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>Ratings of at least <see cref="LikedRating"/> by item index.</summary>
    public ReadOnlySpan<int> LikedCounts => _likedCounts;

    /// <summary>Mean rating by item index; the global mean for a movie without ratings.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>
    /// <c>(n_i r̄_i + m μ) / (n_i + m)</c> by item index, with n_i the count, r̄_i the mean, μ the global mean and m
    /// <see cref="PriorVotes"/>.
    /// </summary>
    public ReadOnlySpan<float> BayesianAverages => _bayesianAverages;

    /// <summary>Mean of all ratings.</summary>
    public float GlobalMean { get; }

    /// <summary>How many votes at the global mean each movie starts with.</summary>
    public float PriorVotes { get; }

    /// <summary>Counts the ratings of a matrix.</summary>
    /// <param name="ratings">The ratings; may hold none.</param>
    /// <param name="options">How strong the prior is; the defaults when omitted.</param>
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
