using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>A model that orders the whole catalogue for a user from nothing but the user's own ratings.</summary>
public interface IRankingModel
{
    /// <summary>Scores every movie; higher is better, and only the order carries meaning across models.</summary>
    /// <param name="history">The user's ratings; may be empty, which gives the model's answer for a stranger.</param>
    /// <param name="scores">Receives one score an item index; rated movies are scored too, the caller leaves them out.</param>
    void Score(in RatingHistory history, Span<float> scores);
}
