using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Serving;

/// <summary>How a score that is a sum is told: the largest terms, the others together, and what no rating carries.</summary>
public class ExplainerTests
{
    [Fact]
    public void The_largest_terms_are_named_and_the_rest_is_told_apart_from_what_no_rating_carries()
    {
        var history = new RatingHistory([0, 2, 4, 6, 8], [5, 4, 1, 3, 2], [1, 2, 3, 4, 5], 6);

        var (reasons, sum) = new Explainer(new Sums()).ByRatings(history, item: 1, TasteWorld.Catalog);

        Assert.Equal([(10, 5f, 0.5f), (70, 3f, 0.25f), (30, 4f, 0.125f)],
            reasons.Select(reason => (reason.MovieId, reason.Rating, reason.Contribution)));
        Assert.Equal(new ExplainedScore(Score: 1.125f, OtherRatings: -0.5f, Base: 0.75f), sum);
    }

    /// <summary>A model whose terms are known.</summary>
    private sealed class Sums : IExplainableModel
    {
        public float Explain(in RatingHistory history, int item, Span<float> contributions)
        {
            ((ReadOnlySpan<float>)[0.5f, 0.125f, -0.5625f, 0.25f, 0.0625f]).CopyTo(contributions);
            return 0.75f;
        }
    }
}
