using Recofilm.Core.Ranking.ImplicitAls;

namespace Recofilm.Core.Tests.Ranking.ImplicitAls;

public class ImplicitAlsTilesTests
{
    [Theory]
    [InlineData(64, 100)]
    [InlineData(64, 32)]
    [InlineData(10, 31)]
    [InlineData(1, 1)]
    [InlineData(7, 1000)]
    [InlineData(64, 0)]
    public void Every_movie_is_multiplied_as_exactly_as_eight_bits_allow(int dimension, int count)
    {
        var random = new Random(count);
        var factors = Numbers(count * dimension);
        var user = Numbers(dimension);
        var scores = new float[count];

        new ImplicitAlsTiles(factors, dimension).Multiply(user, scores);

        for (var item = 0; item < count; item++)
        {
            float[] row = [.. factors.Skip(item * dimension).Take(dimension)];
            var expected = row.Zip(user, (left, right) => (double)left * right).Sum();

            // Half a step of a movie's scale for each factor and half a step of the user's.
            var ofMovie = user.Sum(Math.Abs) * row.Max(Math.Abs) / 254.0;
            var ofUser = row.Sum(Math.Abs) * user.Max(Math.Abs) / 65000.0;
            Assert.Equal(expected, scores[item], 1e-6 + ((ofMovie + ofUser) * 1.01));
        }

        float[] Numbers(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(513)]
    public void The_largest_numbers_do_not_overflow(int dimension)
    {
        var scores = new float[16];
        var tiles = new ImplicitAlsTiles(Enumerable.Repeat(1f, 16 * dimension).ToArray(), dimension);
        tiles.Multiply(Enumerable.Repeat(-1f, dimension).ToArray(), scores);
        Assert.All(scores, score => Assert.Equal(-dimension, score, dimension * 1e-6));
    }

    [Theory]
    [InlineData(4, 32)]
    [InlineData(64, 336)]
    [InlineData(12, 16)]
    [InlineData(516, 16)]
    public void Numbers_are_multiplied_together_as_one_by_one(int width, int movies)
    {
        var random = new Random(width);
        var tiles = new byte[movies * width];
        random.NextBytes(tiles);
        var largest = ImplicitAlsTiles.LargestOf(width);
        short[] vector =
        [
            (short)largest, (short)-largest,
            .. Enumerable.Range(2, width - 2).Select(_ => (short)random.Next(-largest, largest + 1)),
        ];
        float[] scales = [.. Enumerable.Range(0, movies).Select(_ => random.NextSingle())];
        var (products, expected) = (new float[movies], new float[movies]);

        ImplicitAlsTileKernel.Multiply(tiles, scales, vector, 0.5f, products);
        ImplicitAlsTileKernel.MultiplyScalar(tiles, scales, vector, 0.5f, expected);

        Assert.Equal(expected, products);
    }

    [Fact]
    public void What_is_no_number_stays_none()
    {
        var tiles = new ImplicitAlsTiles([1f, 2f, float.NaN, 1f], 2);
        var (scores, without) = (new float[2], new float[2]);
        tiles.Multiply([1f, 1f], scores);
        tiles.Multiply([1f, float.NaN], without);
        Assert.Equal(3f, scores[0], 0.01f);
        Assert.Equal([float.NaN, float.NaN, float.NaN], [scores[1], .. without]);
    }

    [Fact]
    public void Movies_without_factors_score_nothing()
    {
        var tiles = new ImplicitAlsTiles(new float[40 * 8], 8);
        var scores = Enumerable.Repeat(1f, 40).ToArray();
        tiles.Multiply([1, 2, 3, 4, 5, 6, 7, 8], scores);
        Assert.All(scores, score => Assert.Equal(0f, score));
    }
}
