using Recofilm.Core.Numerics;

namespace Recofilm.Core.Tests.Numerics;

public class TopKTests
{
    public delegate int Selection(ReadOnlySpan<float> scores, Span<int> top);

    public static TheoryData<Selection> Implementations => new((Selection)TopK.Select, (Selection)TopK.SelectBySorting);

    [Theory, MemberData(nameof(Implementations))]
    public void The_best_come_first_and_ties_go_to_the_smaller_index(Selection select)
    {
        float[] scores = [1, 5, 3, 5, 0, 3, 9, 3, 3, 3, -1, 3, 3, 3, 3, 3, 3, 5];
        var top = new int[6];

        Assert.Equal(6, select(scores, top));
        Assert.Equal([6, 1, 3, 17, 2, 5], top);
    }

    [Theory, MemberData(nameof(Implementations))]
    public void Movies_that_must_not_be_listed_are_never_picked(Selection select)
    {
        float[] scores = [float.NegativeInfinity, 2, float.NaN, -7, float.NegativeInfinity];
        var top = new int[4];

        Assert.Equal(2, select(scores, top));
        Assert.Equal([1, 3], top[..2]);
    }

    [Theory, MemberData(nameof(Implementations))]
    public void Nothing_wanted_or_nothing_there_gives_nothing(Selection select)
    {
        Assert.Equal(0, select([1, 2, 3], []));
        Assert.Equal(0, select([], new int[3]));
    }

    [Fact]
    public void Among_equal_scores_the_smallest_indices_are_picked()
    {
        var scores = new float[5000];
        for (var item = 1; item < scores.Length; item += 2)
            scores[item] = -0f;
        scores[4321] = float.PositiveInfinity;
        var top = new int[20];

        Assert.Equal(20, TopK.Select(scores, top));
        Assert.Equal([4321, .. Enumerable.Range(0, 19)], top);
    }

    [Fact]
    public void Both_zeros_are_equal_and_above_negative_scores()
    {
        var scores = new float[5000];
        for (var item = 0; item < scores.Length; item++)
            scores[item] = -1 - item;
        (scores[10], scores[20], scores[30]) = (-0f, 0f, -0f);
        var top = new int[5];

        Assert.Equal(5, TopK.Select(scores, top));
        Assert.Equal([10, 20, 30, 0, 1], top);
    }

    [Fact]
    public void Selection_agrees_with_sorting()
    {
        var random = new Random(20);
        foreach (var length in (int[])[1, 7, 8, 9, 31, 64, 1000, 9742])
        {
            foreach (var wanted in (int[])[1, 10, 40, 300, 12_000])
            {
                // Whole numbers make many ties; some movies must not be listed.
                var scores = Array.ConvertAll(new float[length], _ => (float)random.Next(-50, length / 3));
                for (var place = 0; place < length / 4; place++)
                    scores[random.Next(length)] = place % 2 == 0 ? float.NegativeInfinity : float.NaN;
                var expected = new int[wanted];
                var actual = new int[wanted];
                Assert.Equal(TopK.SelectBySorting(scores, expected), TopK.Select(scores, actual));
                Assert.Equal(expected, actual);
            }
        }
    }
}
