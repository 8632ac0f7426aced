using Recofilm.Core.Catalog.MovieLens;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Collaborative;

/// <summary>Scoring by factors of sixteen bits gives the lists of the exact scores, on MovieLens' small set.</summary>
public class FactorListsTests
{
    private const int ListLength = 10;

    [Fact]
    public void In_999_of_1000_lists_the_movies_are_those_of_the_exact_scores()
    {
        Assert.SkipWhen(MovieLens.Folder is null, "shared/data/ml-latest-small is not beside the checkout.");
        var cancellation = TestContext.Current.CancellationToken;
        var ratings = MovieLensFiles.Read(MovieLens.Folder, cancellationToken: cancellation).Ratings;
        var parallel = new ParallelOptions { CancellationToken = cancellation };
        var factors = new FactorTrainer(new FactorOptions(), seed: 1, parallel).Train(ratings);
        var (lists, same) = (0, 0);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            // The whole history and the half of it.
            foreach (var end in (int[])[ratings.RowStarts[user + 1], (ratings.RowStarts[user] + ratings.RowStarts[user + 1]) / 2])
            {
                var history = HistoryUpTo(ratings, user, end);
                var userFactors = FoldIn(factors, history);
                var scores = new float[factors.ItemCount];
                factors.Score(userFactors, scores);
                float[] exact = [.. Enumerable.Range(0, factors.ItemCount).Select(item => (float)Product(factors[item], userFactors))];
                lists++;
                same += Best(scores, history).Order().SequenceEqual(Best(exact, history).Order()) ? 1 : 0;
            }
        }

        Assert.InRange(same, 0.999 * lists, lists);
    }

    private static RatingHistory HistoryUpTo(RatingMatrix ratings, int user, int end)
    {
        var rows = ratings.RowStarts[user]..end;
        return new RatingHistory(ratings.Items[rows], ratings.Ratings[rows], ratings.Timestamps[rows], ratings.Timestamps[end - 1]);
    }

    private static float[] FoldIn(ItemFactors factors, in RatingHistory history)
    {
        var weights = new float[history.Count];
        var user = new float[factors.Dimension];
        factors.Weigh(history, new RecencyDecay(30, 0.05f), weights);
        factors.FoldIn(history.Items, weights, user);
        return user;
    }

    private static double Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var place = 0; place < left.Length; place++)
            sum += (double)left[place] * right[place];
        return sum;
    }

    private static int[] Best(float[] scores, in RatingHistory history)
    {
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
        var best = new int[ListLength];
        TopK.SelectBySorting(scores, best);
        return best;
    }
}
