using Recofilm.Core.Metrics;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>Gives everyone the same list: movies by the number of users who liked them.</summary>
public sealed class PopularityBaseline : IRankingModel
{
    private readonly float[] _likes;

    /// <summary>Counts the ratings of at least <see cref="EvaluationProtocol.RelevantRating"/>.</summary>
    public PopularityBaseline(RatingMatrix train)
    {
        _likes = new float[train.ItemCount];
        for (var position = 0; position < train.Count; position++)
        {
            if (train.Ratings[position] >= EvaluationProtocol.RelevantRating)
                _likes[train.Items[position]]++;
        }
    }

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores) => _likes.CopyTo(scores);
}
