using Recofilm.Core.Numerics;

namespace Recofilm.Core.Tests.Numerics;

public class CounterRandomTests
{
    private const int Draws = 200_000;

    /// <summary>The known answers that the authors of Philox publish with their implementation.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu,
        0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void The_words_are_those_of_Philox4x32_10(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3)
    {
        var words = CounterRandom.Block(new CounterRandom.Words(c0, c1, c2, c3), k0, k1);

        Assert.Equal(new CounterRandom.Words(x0, x1, x2, x3), words);
    }

    [Fact]
    public void A_key_has_one_sequence_and_every_part_of_the_key_matters()
    {
        uint[] First(ulong seed, int sweep, int stream, int id)
        {
            var random = new CounterRandom(seed, sweep, (RandomStreamId)stream, id);
            return [.. Enumerable.Range(0, 9).Select(_ => random.NextUInt32())];
        }

        Assert.Equal(First(1, 2, 3, 4), First(1, 2, 3, 4));
        Assert.NotEqual(First(1, 2, 3, 4), First(2, 2, 3, 4));
        Assert.NotEqual(First(1, 2, 3, 4), First(1UL << 32 | 1, 2, 3, 4));
        Assert.NotEqual(First(1, 2, 3, 4), First(1, 3, 3, 4));
        Assert.NotEqual(First(1, 2, 3, 4), First(1, 2, 4, 4));
        Assert.NotEqual(First(1, 2, 3, 4), First(1, 2, 3, 5));
    }

    [Fact]
    public void Uniform_numbers_have_their_moments()
    {
        var random = new CounterRandom(1, 0, 0, 0);

        AssertMoments(() => random.NextUniform(), mean: 0.5, variance: 1.0 / 12);
    }

    [Fact]
    public void Normal_numbers_have_their_moments()
    {
        var random = new CounterRandom(2, 0, 0, 0);

        AssertMoments(() => random.NextNormal(), mean: 0, variance: 1);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(4.5)]
    [InlineData(300)]
    public void Gamma_numbers_have_their_moments(double shape)
    {
        var random = new CounterRandom(3, 0, 0, 0);

        AssertMoments(() => random.NextGamma(shape), mean: shape, variance: shape);
    }

    /// <summary>Within five standard errors of the mean, and a variance within 4 %.</summary>
    private static void AssertMoments(Func<double> next, double mean, double variance)
    {
        var values = Enumerable.Range(0, Draws).Select(_ => next()).ToArray();
        var found = values.Average();
        Assert.InRange(found, mean - (5 * Math.Sqrt(variance / Draws)), mean + (5 * Math.Sqrt(variance / Draws)));
        Assert.InRange(values.Average(value => (value - found) * (value - found)), 0.96 * variance, 1.04 * variance);
    }
}
