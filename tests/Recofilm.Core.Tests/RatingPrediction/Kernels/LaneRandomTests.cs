using System.Numerics;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

public unsafe class LaneRandomTests
{
    private const int Lanes = FactorLayout.Lanes;
    private const ulong Seed = 0x0123_4567_89AB_CDEF;

    [Fact]
    public void Every_lane_draws_the_words_of_its_own_key()
    {
        var ids = Enumerable.Range(100, Lanes).Select(id => (uint)id).ToArray();
        var random = new LaneRandom(Seed, sweep: 7, RandomStreamId.ItemNoise);
        for (var first = 0; first < Lanes; first += Vector<uint>.Count)
        {
            random.Block(new Vector<uint>(ids, first), 5, out var x0, out var x1, out var x2, out var x3);
            for (var lane = 0; lane < Vector<uint>.Count; lane++)
            {
                var expected = CounterRandom.Block(
                    new CounterRandom.Words(5, ids[first + lane], 7, 3), unchecked((uint)Seed), (uint)(Seed >> 32));
                Assert.Equal(expected, new CounterRandom.Words(x0[lane], x1[lane], x2[lane], x3[lane]));
            }
        }
    }

    [Fact]
    public void Normal_numbers_are_the_transform_of_those_words()
    {
        const float tolerance = 2e-6f;
        Span<uint> ids = stackalloc uint[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
            ids[lane] = (uint)(lane * 17);
        Span<float> values = stackalloc float[8 * Lanes];
        fixed (uint* id = ids)
        fixed (float* value = values)
            new LaneRandom(Seed, 1, RandomStreamId.ImplicitAlsModel).FillNormal(id, 8, value);

        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var block = 0u; block < 2; block++)
            {
                var words = CounterRandom.Block(
                    new CounterRandom.Words(block, ids[lane], 1, 2), unchecked((uint)Seed), (uint)(Seed >> 32));
                var number = (int)block * 4;
                AssertPair(words.X0, words.X1, values[(number * Lanes) + lane], values[((number + 1) * Lanes) + lane]);
                AssertPair(words.X2, words.X3, values[((number + 2) * Lanes) + lane], values[((number + 3) * Lanes) + lane]);
            }
        }

        static void AssertPair(uint radiusWord, uint angleWord, float first, float second)
        {
            var radius = Math.Sqrt(-2 * Math.Log(((radiusWord >> 8) + 1) / 16777216.0));
            var angle = 2 * Math.PI * (((angleWord >> 8) + 1) / 16777216.0);
            Assert.Equal(radius * Math.Cos(angle), first, tolerance * (1 + radius));
            Assert.Equal(radius * Math.Sin(angle), second, tolerance * (1 + radius));
        }
    }

    [Fact]
    public void Normal_numbers_have_their_moments_up_to_the_fourth()
    {
        var values = Draw(12_000, (random, ids, target) => random.FillNormal(ids, 4, target), perLane: 4);
        var bound = 5 / Math.Sqrt(values.Length);

        Assert.InRange(values.Average(), -bound, bound);
        Assert.Equal(1, values.Average(value => value * value), 2 * bound);
        Assert.Equal(0, values.Average(value => value * value * value), 4 * bound);
        Assert.Equal(3, values.Average(value => value * value * value * value), 10 * bound);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(10.5f)]
    [InlineData(2000f)]
    public void Gamma_numbers_have_their_moments(float shape)
    {
        var shapes = new float[Lanes];
        Array.Fill(shapes, shape);
        var values = Draw(
            12_000,
            (random, ids, target) =>
            {
                fixed (float* shapesOfLanes = shapes)
                    random.FillGamma(ids, shapesOfLanes, target);
            },
            perLane: 1);
        var mean = values.Average();

        Assert.Equal(shape, mean, 5 * Math.Sqrt(shape / values.Length));
        Assert.InRange(values.Average(value => (value - mean) * (value - mean)), 0.96 * shape, 1.04 * shape);
    }

    private delegate void Fill(LaneRandom random, uint* ids, float* values);

    private static double[] Draw(int batches, Fill fill, int perLane)
    {
        var values = new double[batches * Lanes * perLane];
        var ids = stackalloc uint[Lanes];
        var drawn = stackalloc float[Lanes * perLane];
        for (var batch = 0; batch < batches; batch++)
        {
            for (var lane = 0; lane < Lanes; lane++)
                ids[lane] = (uint)((batch * Lanes) + lane);
            fill(new LaneRandom(Seed, 0, 0), ids, drawn);
            for (var i = 0; i < Lanes * perLane; i++)
                values[(batch * Lanes * perLane) + i] = drawn[i];
        }

        return values;
    }
}
