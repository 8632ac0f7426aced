using System.Numerics.Tensors;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Ranking;

namespace Recofilm.Core.Tests.Hybrid.Features;

/// <summary>Many windows asked at once are worth what each is worth alone, asked of the models themselves.</summary>
public class MemberScoresTests
{
    private static readonly RecencyDecay[] Windows = [new(0.7f, 0.15f), new(6f, 0.05f), new(1e6f, 0.15f)];
    private static readonly RatingMatrix Ratings = SmallWorld.Ratings(SmallWorld.Catalog());

    private static readonly CollaborativeModel Model =
        new CollaborativeTrainer(new CollaborativeOptions()).Train(Ratings, SmallWorld.Catalog(), CancellationToken.None);

    private static RatingHistory History => new(
        Ratings.Items[..Ratings.RowStarts[1]], Ratings.Ratings[..Ratings.RowStarts[1]],
        Ratings.Timestamps[..Ratings.RowStarts[1]], 2_000_000);

    [Fact]
    public void Neighbours_of_every_window_are_those_of_one()
    {
        var history = History;
        var neighbours = Model.Neighbours;
        var weights = new float[history.Count];
        var scratch = new float[ItemItemScores.ScratchLength(neighbours.ItemCount, history.Count)];
        var (alone, together, ofFirst) =
            (new float[neighbours.ItemCount], new float[neighbours.ItemCount], new float[neighbours.ItemCount]);
        for (var window = 0; window < Windows.Length; window++)
        {
            neighbours.Weigh(history, Windows[window], weights);
            neighbours.Score(history.Items, weights, alone);
            var scores = new ItemItemScores(neighbours, history, Windows, scratch, 0, ofFirst, window, together);
            AssertClose(alone, together);

            scores.Gather(window, [41, 7], together);
            AssertClose(Standardised(alone, 41, 7), together.AsSpan(0, 2));
            Assert.Equal(SpreadOf(alone), scores.Spread(window), 1e-4f * SpreadOf(alone));
        }
    }

    [Fact]
    public void Factors_of_every_window_are_those_of_one()
    {
        var history = History;
        var factors = Model.Factors;
        var scores = new FactorScores(
            factors, history, Windows, new float[FactorScores.ScratchLength(factors.Dimension, Windows.Length, history.Count)]);
        var weights = new float[history.Count];
        var user = new float[factors.Dimension];
        var (alone, together) = (new float[factors.ItemCount], new float[factors.ItemCount]);
        float[][] gathered = [new float[2], new float[2]];
        scores.Gather([41, 7], gathered[0], gathered[1]);
        for (var window = 0; window < Windows.Length; window++)
        {
            factors.Weigh(history, Windows[window], weights);
            factors.FoldIn(history.Items, weights, user);
            for (var item = 0; item < alone.Length; item++)
                alone[item] = TensorPrimitives.Dot(factors[item], user);
            scores.CopyTo(window, together);
            for (var item = 0; item < alone.Length; item++)
            {
                Assert.Equal(
                    alone[item], together[item],
                    user.Sum(MathF.Abs) * MathF.Abs(TensorPrimitives.MaxMagnitude(factors[item])) / 250);
            }

            Assert.Equal(SpreadOf(alone), scores.Spread(window), 1e-4f * SpreadOf(alone));
            if (window < gathered.Length)
                AssertClose(Standardised(alone, 41, 7), gathered[window]);
        }
    }

    /// <summary>Whether the mixture's window is one that the features ask for too, or one more, lies with the pause.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(6 * 3600)]
    [InlineData(3 * 86_400)]
    public void The_mixture_is_the_ranking_heads_after_any_pause(long seconds)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var catalog = SmallWorld.Catalog();
        var members = new HybridMembers(
            Model,
            new BayesianMatrixFactorizationTrainer(new() { BurnInSweeps = 2, Samples = 1 }).Train(Ratings, catalog, cancellation),
            new ContentTrainer(new()).Train(catalog, cancellation), ItemStatistics.Of(Ratings));
        var rated = Ratings.RowStarts[1];
        var history = new RatingHistory(
            Ratings.Items[..rated], Ratings.Ratings[..rated], Ratings.Timestamps[..rated],
            Ratings.Timestamps[rated - 1] + seconds);
        var alone = new float[catalog.Count];
        Model.Score(history, alone);

        using var scores = new MemberScores(members, history);

        // Only the best movies of the mixture are scored by the factors as they are.
        AssertClose(alone, scores.Collaborative, 1e-2f);
    }

    private static float[] Standardised(float[] scores, params int[] items)
    {
        var mean = scores.Average(score => (double)score);
        return [.. items.Select(item => (float)((scores[item] - mean) / SpreadOf(scores)))];
    }

    private static float SpreadOf(float[] scores)
    {
        var mean = scores.Average(score => (double)score);
        return (float)Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance = 1e-4f)
    {
        for (var place = 0; place < expected.Length; place++)
            Assert.Equal(expected[place], actual[place], tolerance * Math.Max(1, MathF.Abs(expected[place])));
    }
}
