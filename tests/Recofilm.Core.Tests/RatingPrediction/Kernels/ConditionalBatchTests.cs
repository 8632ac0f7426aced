using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

public unsafe class ConditionalBatchTests
{
    private const int Rank = FactorLayout.Rank;
    private const float Alpha = 1.5f;
    private const float Weight = 0.8f;
    private const int Count = 30;

    private readonly double[] _precision = LaneCholeskyTests.PositiveDefinite(new Random(1));
    private readonly float[] _gram = new float[Rank * Rank];
    private readonly float[] _moment = new float[Rank];
    private readonly float[] _priorTerm = new float[Rank];
    private readonly float[][] _x = new float[Count][];
    private readonly float[] _y = new float[Count];
    private readonly float _square;

    public ConditionalBatchTests()
    {
        var random = new Random(2);
        for (var d = 0; d < Rank; d++)
            _priorTerm[d] = random.NextSingle() - 0.5f;
        for (var p = 0; p < Count; p++)
        {
            _x[p] = [1, .. Enumerable.Range(1, Rank - 1).Select(_ => random.NextSingle() - 0.5f)];
            _y[p] = (random.NextSingle() - 0.5f) * 3;
            _square += _y[p] * _y[p];
            for (var i = 0; i < Rank; i++)
            {
                _moment[i] += _x[p][i] * _y[p];
                for (var j = 0; j < Rank; j++)
                    _gram[(i * Rank) + j] += _x[p][i] * _x[p][j];
            }
        }
    }

    [Fact]
    public void Samples_have_the_mean_and_covariance_of_the_conditional()
    {
        const int sweeps = 4000;
        var (mean, covariance) = Conditional();
        var batch = new ConditionalBatch();
        var sum = new double[Rank];
        var squares = new double[Rank];
        var row = new float[Rank];
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            Sample(batch, sweep, withMean: false);
            for (var lane = 0; lane < FactorLayout.Lanes; lane++)
            {
                batch.ReadSample(lane, row);
                for (var d = 0; d < Rank; d++)
                {
                    sum[d] += row[d];
                    squares[d] += (row[d] - mean[d]) * (row[d] - mean[d]);
                }
            }
        }

        const int draws = sweeps * FactorLayout.Lanes;
        for (var d = 0; d < Rank; d++)
        {
            var variance = covariance[(d * Rank) + d];
            Assert.Equal(mean[d], sum[d] / draws, 5 * Math.Sqrt(variance / draws));
            Assert.InRange(squares[d] / draws, 0.97 * variance, 1.03 * variance);
        }
    }

    [Fact]
    public void The_conditional_itself_can_be_read()
    {
        var (mean, covariance) = Conditional();
        var batch = new ConditionalBatch();
        Sample(batch, sweep: 0, withMean: true);
        batch.ComputeCovariances();
        var means = new float[Rank];
        var seconds = new float[FactorLayout.Packed];
        batch.ReadConditional(3, means, seconds);

        for (var i = 0; i < Rank; i++)
        {
            Assert.Equal((float)mean[i], means[i], 1e-4f);
            for (var j = i; j < Rank; j++)
            {
                var expected = covariance[(i * Rank) + j] + (mean[i] * mean[j]);
                Assert.Equal((float)expected, seconds[FactorLayout.PackedIndex(i, j)], 1e-4f);
            }
        }
    }

    [Fact]
    public void The_error_is_that_of_the_sampled_factors_on_the_ratings()
    {
        var batch = new ConditionalBatch();
        var row = new float[Rank];
        Sample(batch, sweep: 9, withMean: false);

        for (var lane = 0; lane < FactorLayout.Lanes; lane++)
        {
            batch.ReadSample(lane, row);
            var error = Enumerable.Range(0, Count)
                .Sum(p => Math.Pow(_y[p] - Enumerable.Range(0, Rank).Sum(d => (double)row[d] * _x[p][d]), 2));
            Assert.Equal(error, batch.Errors[lane], 1e-3 * error);
        }
    }

    [Fact]
    public void Noise_weights_have_the_mean_of_their_gamma()
    {
        const float degrees = 20;
        var batch = new ConditionalBatch();
        var ratio = 0.0;
        const int sweeps = 2000;
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            Sample(batch, sweep, withMean: false);
            var expected = (degrees + Count) / (degrees + (Alpha * batch.Errors[0]));
            Assert.Equal(expected, batch.ExpectedWeight(0, Alpha, degrees), 1e-5f);
            batch.SampleNoise(Alpha, degrees, new LaneRandom(5, sweep, RandomStreamId.ItemPrior));
            ratio += batch.Weights[0] / expected;
        }

        // The relative standard deviation of a Gamma of shape 25 is 1/5.
        Assert.Equal(1, ratio / sweeps, 5 * 0.2 / Math.Sqrt(sweeps));
    }

    private void Sample(ConditionalBatch batch, int sweep, bool withMean)
    {
        var packed = new AlignedFloats(FactorLayout.Packed);
        for (var i = 0; i < Rank; i++)
        {
            for (var j = i; j < Rank; j++)
                packed.Span[FactorLayout.PackedIndex(i, j)] = (float)_precision[(i * Rank) + j];
        }

        fixed (float* gram = _gram, moment = _moment, priorTerm = _priorTerm)
        {
            for (var lane = 0; lane < FactorLayout.Lanes; lane++)
            {
                batch.Load(lane, Count, gram, moment, _square, priorTerm);
                batch.Weights[lane] = Weight;
                batch.Ids[lane] = (uint)lane;
            }
        }

        batch.SampleFactors(packed.Pointer, Alpha, new LaneRandom(5, sweep, 0), withMean);
    }

    private (double[] Mean, double[] Covariance) Conditional()
    {
        var precision = _precision.Select((entry, index) => entry + (Alpha * Weight * _gram[index])).ToArray();
        var covariance = Cholesky.Inverse<double>(precision, Rank);
        var mean = Enumerable.Range(0, Rank).Select(i => Enumerable.Range(0, Rank)
            .Sum(j => covariance[(i * Rank) + j] * (_priorTerm[j] + (Alpha * Weight * _moment[j])))).ToArray();
        return (mean, covariance);
    }
}
