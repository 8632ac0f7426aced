using System.Numerics.Tensors;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Ranking.ImplicitAls;

/// <summary>
/// Scoring by factors of eight bits gives the lists of the exact scores, on MovieLens' small set or the sample.
/// </summary>
public class FactorListsTests
{
    private static readonly int[] Lengths = [10, RecommendationRequest.MaxLimit];

    [Fact]
    public async Task In_999_of_1000_lists_the_movies_are_those_of_the_exact_scores()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = MovieLensFiles.Read(await MovieLens.FolderOrSampleAsync(), cancellationToken: cancellation);
        var ratings = data.Ratings;
        var model = new CollaborativeTrainer(new CollaborativeOptions()).Train(ratings, data.Catalog, cancellation);
        var (lists, same) = (0, new int[Lengths.Length]);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            // The whole history, as the user comes back, and the half of it, while a visit goes on.
            var (start, end) = (ratings.RowStarts[user], ratings.RowStarts[user + 1]);
            foreach (var (until, pause) in ((int, long)[])[(end, 1_000_000), ((start + end) / 2, 10)])
            {
                var history = HistoryUpTo(ratings, user, until, pause);
                var scores = new float[model.ItemCount];
                model.Score(history, scores);
                var exact = ExactScores(model, history);
                lists++;
                foreach (var (place, length) in Lengths.Index())
                {
                    same[place] += Best(scores, history, length).Order()
                        .SequenceEqual(Best(exact, history, length).Order()) ? 1 : 0;
                }
            }
        }

        Assert.All(same, count => Assert.InRange(count, 0.999 * lists, lists));
    }

    private static float[] ExactScores(CollaborativeModel model, in RatingHistory history)
    {
        var blend = model.Blend.At(history.SecondsSinceLastRating);
        var weights = new float[history.Count];
        var user = new float[model.Factors.Dimension];
        var scores = new float[model.ItemCount];
        model.Neighbours.Weigh(history, blend.NeighbourDecay, weights);
        model.Neighbours.Score(history.Items, weights, scores);
        model.Factors.Weigh(history, blend.FactorDecay, weights);
        model.Factors.FoldIn(history.Items, weights, user);
        float[] exact = [.. Enumerable.Range(0, model.ItemCount).Select(item => (float)Product(model.Factors[item], user))];
        model.Mix(history, blend, scores, TensorPrimitives.StdDev<float>(scores), exact, TensorPrimitives.StdDev<float>(exact));
        return scores;
    }

    private static RatingHistory HistoryUpTo(RatingMatrix ratings, int user, int end, long pause)
    {
        var rows = ratings.RowStarts[user]..end;
        return new RatingHistory(
            ratings.Items[rows], ratings.Ratings[rows], ratings.Timestamps[rows], ratings.Timestamps[end - 1] + pause);
    }

    private static double Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var place = 0; place < left.Length; place++)
            sum += (double)left[place] * right[place];
        return sum;
    }

    private static int[] Best(float[] scores, in RatingHistory history, int length)
    {
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
        var best = new int[length];
        TopK.SelectBySorting(scores, best);
        return best;
    }
}
