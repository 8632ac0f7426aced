using Recofilm.Core.Collaborative;

namespace Recofilm.Core.Tests.Collaborative;

public class FactorTilesTests
{
    [Theory]
    [InlineData(64, 100)]
    [InlineData(64, 32)]
    [InlineData(10, 31)]
    [InlineData(1, 1)]
    [InlineData(7, 1000)]
    [InlineData(64, 0)]
    public void Every_movie_is_multiplied_as_exactly_as_sixteen_bits_allow(int dimension, int count)
    {
        var random = new Random(count);
        var factors = Numbers(count * dimension);
        var tiles = new FactorTiles(factors, dimension);
        var (first, second) = (Numbers(dimension), Numbers(dimension));
        var (alone, ofFirst, ofSecond) = (new float[count], new float[count], new float[count]);

        tiles.Multiply(first, alone);
        tiles.Multiply(first, second, ofFirst, ofSecond);

        for (var item = 0; item < count; item++)
        {
            Assert.Equal(Product(item, first), alone[item], Tolerance(item, first));
            Assert.Equal(Product(item, first), ofFirst[item], Tolerance(item, first));
            Assert.Equal(Product(item, second), ofSecond[item], Tolerance(item, second));
        }

        float[] Numbers(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];

        double Product(int item, float[] vector) =>
            Enumerable.Range(0, dimension).Sum(place => (double)factors[(item * dimension) + place] * vector[place]);

        // Half a step of a movie's scale for each factor, and what adding up floats loses.
        double Tolerance(int item, float[] vector) => 1e-6 + (vector.Sum(Math.Abs)
            * factors.Skip(item * dimension).Take(dimension).Max(Math.Abs) / 65534.0 * 1.01);
    }

    [Fact]
    public void Movies_without_factors_score_nothing()
    {
        var tiles = new FactorTiles(new float[40 * 8], 8);
        var scores = Enumerable.Repeat(1f, 40).ToArray();
        tiles.Multiply([1, 2, 3, 4, 5, 6, 7, 8], scores);
        Assert.All(scores, score => Assert.Equal(0f, score));
    }
}
