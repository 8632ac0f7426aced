using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>A model whose score for a movie is a sum of one term for each of the user's ratings and a term for none.</summary>
public interface IExplainableModel
{
    /// <summary>Splits a score into what each rating contributed.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="item">The item index whose score is explained.</param>
    /// <param name="contributions">Receives one signed term a rating of <paramref name="history"/>.</param>
    /// <returns>
    /// The term that no rating carries; with the sum of <paramref name="contributions"/> it is the score (for a rating
    /// model: before clipping).
    /// </returns>
    float Explain(in RatingHistory history, int item, Span<float> contributions);
}
