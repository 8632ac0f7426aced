using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Popularity;

/// <summary>
/// Orders movies by the number of users who liked them, and ties by their Bayesian average. The list is the same for everybody,
/// and a user without ratings gets it.
/// </summary>
public sealed class PopularityModel : IRankingModel
{
    private readonly float[] _scores;

    /// <summary>Computes the scores.</summary>
    public PopularityModel(ItemStatistics statistics)
    {
        var highest = statistics.BayesianAverages.IsEmpty
            ? 0
            : System.Numerics.Tensors.TensorPrimitives.Max(statistics.BayesianAverages);
        _scores = new float[statistics.ItemCount];

        // The average only breaks ties: the movie with more likes always comes first.
        for (var item = 0; item < _scores.Length; item++)
            _scores[item] = statistics.LikedCounts[item] + (statistics.BayesianAverages[item] / (highest + 1));
    }

    /// <summary>The number of likes plus a fraction below 1, by item index.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, _scores.Length);
        _scores.CopyTo(scores);
    }
}
