using Recofilm.Core.Ratings;

namespace Recofilm.Core.Models;

/// <summary>A model that orders the whole catalogue for a user by the user's own ratings alone.</summary>
public interface IRankingModel
{
    /// <summary>Scores every movie; higher is better, and only the order carries meaning across models.</summary>
    /// <param name="history">The user's ratings; an empty history gives the scores for a new user.</param>
    /// <param name="scores">Receives one score per item index. Rated movies are scored too; the caller leaves them out.</param>
    void Score(in RatingHistory history, Span<float> scores);
}
