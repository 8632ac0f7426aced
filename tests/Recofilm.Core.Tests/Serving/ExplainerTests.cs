using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Serving;

/// <summary>
/// How a score that is a sum is told: the largest terms, the others together, and the term that no rating carries.
/// </summary>
public class ExplainerTests
{
    [Fact]
    public void The_largest_terms_are_named_and_the_others_are_told_apart_from_the_term_that_no_rating_carries()
    {
        var history = new RatingHistory([0, 2, 4, 6, 8], [5, 4, 1, 3, 2], [1, 2, 3, 4, 5], 6);

        var (reasons, sum) = Explainer.Largest(
            history, [0.5f, 0.125f, -0.5625f, 0.25f, 0.0625f], rest: 0.75f, TasteWorld.Catalog);

        Assert.Equal([(10, 5f, 0.5f), (70, 3f, 0.25f), (30, 4f, 0.125f)],
            reasons.Select(reason => (reason.MovieId, reason.Rating, reason.Contribution)));
        Assert.Equal(new ExplainedScore(Score: 1.125f, OtherRatings: -0.5f, Base: 0.75f), sum);
    }

    [Theory]
    [InlineData(new float[] { 2, 5, 5, 5, 5 }, new[] { 70, 30, 90 }, "the strongest rating is below the middle of the scale")]
    [InlineData(new float[] { 3.5f, 5, 5, 5, 5 }, new[] { 70, 30, 90 }, "the strongest rating is below the user's mean")]
    [InlineData(new float[] { 1, 1, 1, 1, 1 }, new int[0], "the user liked nothing")]
    public void A_movie_that_the_user_did_not_like_is_no_reason_but_stays_in_the_sum(float[] ratings, int[] expected, string why)
    {
        var history = new RatingHistory([0, 2, 4, 6, 8], ratings, [1, 2, 3, 4, 5], 6);

        var (reasons, sum) = Explainer.Largest(
            history, [0.5f, 0.125f, -0.5625f, 0.25f, 0.0625f], rest: 0.75f, TasteWorld.Catalog);

        Assert.True(expected.SequenceEqual(reasons.Select(reason => reason.MovieId)), why);
        Assert.Equal(1.125f, sum.Score);
        Assert.Equal(sum.Score, reasons.Sum(reason => reason.Contribution) + sum.OtherRatings + sum.Base);
    }
}
