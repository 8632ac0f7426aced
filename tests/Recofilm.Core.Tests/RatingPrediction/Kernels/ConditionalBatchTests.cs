using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

public unsafe class ConditionalBatchTests
{
    private const float Alpha = 1.5f;
    private const float Weight = 0.8f;
    private const int Count = 30;

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Samples_have_the_mean_and_covariance_of_the_conditional(int rank)
    {
        var entity = new Entity(rank);
        const int sweeps = 4000;
        var (mean, covariance) = entity.Conditional();
        var batch = new ConditionalBatch(rank);
        var sum = new double[rank];
        var squares = new double[rank];
        var row = new float[rank];
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            entity.Sample(batch, sweep, withMean: false);
            for (var lane = 0; lane < FactorLayout.Lanes; lane++)
            {
                batch.ReadSample(lane, row);
                for (var d = 0; d < rank; d++)
                {
                    sum[d] += row[d];
                    squares[d] += (row[d] - mean[d]) * (row[d] - mean[d]);
                }
            }
        }

        const int draws = sweeps * FactorLayout.Lanes;
        for (var d = 0; d < rank; d++)
        {
            var variance = covariance[(d * rank) + d];
            Assert.Equal(mean[d], sum[d] / draws, 5 * Math.Sqrt(variance / draws));
            Assert.InRange(squares[d] / draws, 0.97 * variance, 1.03 * variance);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void The_conditional_itself_can_be_read(int rank)
    {
        var entity = new Entity(rank);
        var (mean, covariance) = entity.Conditional();
        var batch = new ConditionalBatch(rank);
        entity.Sample(batch, sweep: 0, withMean: true);
        batch.ComputeCovariances();
        var means = new float[rank];
        var seconds = new float[FactorLayout.Packed(rank)];
        batch.ReadConditional(3, means, seconds);

        for (var i = 0; i < rank; i++)
        {
            Assert.Equal((float)mean[i], means[i], 1e-4f);
            for (var j = i; j < rank; j++)
            {
                var expected = covariance[(i * rank) + j] + (mean[i] * mean[j]);
                Assert.Equal((float)expected, seconds[FactorLayout.PackedIndex(rank, i, j)], 1e-4f);
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void The_error_is_that_of_the_sampled_factors_on_the_ratings(int rank)
    {
        var entity = new Entity(rank);
        var batch = new ConditionalBatch(rank);
        var row = new float[rank];
        entity.Sample(batch, sweep: 9, withMean: false);

        for (var lane = 0; lane < FactorLayout.Lanes; lane++)
        {
            batch.ReadSample(lane, row);
            var error = entity.ErrorOf(row);
            Assert.Equal(error, batch.Errors[lane], 1e-3 * error);
        }
    }

    [Fact]
    public void Noise_weights_have_the_mean_of_their_gamma()
    {
        var entity = new Entity(FactorLayout.NarrowRank);
        const float degrees = 20;
        var batch = new ConditionalBatch(FactorLayout.NarrowRank);
        var ratio = 0.0;
        const int sweeps = 2000;
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            entity.Sample(batch, sweep, withMean: false);
            var expected = (degrees + Count) / (degrees + (Alpha * batch.Errors[0]));
            Assert.Equal(expected, batch.ExpectedWeight(0, Alpha, degrees), 1e-5f);
            batch.SampleNoise(Alpha, degrees, new LaneRandom(5, sweep, RandomStreamId.ItemPrior));
            ratio += batch.Weights[0] / expected;
        }

        // The relative standard deviation of a Gamma of shape 25 is 1/5.
        Assert.Equal(1, ratio / sweeps, 5 * 0.2 / Math.Sqrt(sweeps));
    }

    /// <summary>Made-up ratings and a prior, the same in every lane.</summary>
    private sealed class Entity
    {
        private readonly int _rank;
        private readonly double[] _precision;
        private readonly float[] _gram;
        private readonly float[] _moment;
        private readonly float[] _priorTerm;
        private readonly float[][] _x = new float[Count][];
        private readonly float[] _y = new float[Count];
        private readonly float _square;

        public Entity(int rank)
        {
            _rank = rank;
            _precision = LaneCholeskyTests.PositiveDefinite(new Random(1), rank);
            _gram = new float[rank * rank];
            _moment = new float[rank];
            _priorTerm = new float[rank];
            var random = new Random(2);
            for (var d = 0; d < rank; d++)
                _priorTerm[d] = random.NextSingle() - 0.5f;
            for (var p = 0; p < Count; p++)
            {
                _x[p] = [1, .. Enumerable.Range(1, rank - 1).Select(_ => random.NextSingle() - 0.5f)];
                _y[p] = (random.NextSingle() - 0.5f) * 3;
                _square += _y[p] * _y[p];
                for (var i = 0; i < rank; i++)
                {
                    _moment[i] += _x[p][i] * _y[p];
                    for (var j = 0; j < rank; j++)
                        _gram[(i * rank) + j] += _x[p][i] * _x[p][j];
                }
            }
        }

        public void Sample(ConditionalBatch batch, int sweep, bool withMean)
        {
            var packed = new AlignedFloats(FactorLayout.Packed(_rank));
            for (var i = 0; i < _rank; i++)
            {
                for (var j = i; j < _rank; j++)
                    packed.Span[FactorLayout.PackedIndex(_rank, i, j)] = (float)_precision[(i * _rank) + j];
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

        public (double[] Mean, double[] Covariance) Conditional()
        {
            var precision = _precision.Select((entry, index) => entry + (Alpha * Weight * _gram[index])).ToArray();
            var covariance = Cholesky.Inverse<double>(precision, _rank);
            var mean = Enumerable.Range(0, _rank).Select(i => Enumerable.Range(0, _rank)
                .Sum(j => covariance[(i * _rank) + j] * (_priorTerm[j] + (Alpha * Weight * _moment[j])))).ToArray();
            return (mean, covariance);
        }

        /// <summary>Σ (y − wᵀx)² over the ratings.</summary>
        public double ErrorOf(float[] w) => Enumerable.Range(0, Count)
            .Sum(p => Math.Pow(_y[p] - Enumerable.Range(0, _rank).Sum(d => (double)w[d] * _x[p][d]), 2));
    }
}
