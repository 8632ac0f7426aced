using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.ColdStart;

/// <summary>
/// Orders movies by how many users liked them, equals by their Bayesian average: the same list for everybody, and the
/// answer to a user without ratings.
/// </summary>
public sealed class PopularityModel : IRankingModel
{
    private readonly float[] _scores;

    /// <summary>Derives the order.</summary>
    public PopularityModel(ItemStatistics statistics)
    {
        var highest = statistics.BayesianAverages.IsEmpty
            ? 0
            : System.Numerics.Tensors.TensorPrimitives.Max(statistics.BayesianAverages);
        _scores = new float[statistics.ItemCount];

        // The average only breaks ties: a movie liked once more always comes first.
        for (var item = 0; item < _scores.Length; item++)
            _scores[item] = statistics.LikedCounts[item] + (statistics.BayesianAverages[item] / (highest + 1));
    }

    /// <summary>Number of likes plus a fraction below 1, by item index.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, _scores.Length);
        _scores.CopyTo(scores);
    }
}
