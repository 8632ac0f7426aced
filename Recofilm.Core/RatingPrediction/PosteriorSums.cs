using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// Running sums over the kept samples, from which the published parameters are computed. The sums of items use the
/// conditional mean and covariance of the factors instead of the sample itself (Rao–Blackwell, Gelfand &amp; Smith, 1990):
/// the expectation is the same and the noise is lower.
/// </summary>
internal sealed class PosteriorSums
{
    private readonly int _rank;
    private readonly int _packed;
    private readonly FactorSide _items;
    private readonly float[] _means;
    private readonly float[] _secondMoments;
    private readonly float[] _weights;
    private readonly double[] _userCovariance;
    private readonly double[] _userCoefficients;
    private double _noisePrecision;
    private int _samples;

    /// <param name="items">The items' side.</param>
    /// <param name="users">The users' side.</param>
    /// <param name="rank">D.</param>
    public PosteriorSums(FactorSide items, FactorSide users, int rank)
    {
        _rank = rank;
        _packed = FactorLayout.Packed(rank);
        _userCovariance = new double[rank * rank];
        _items = items;
        _means = new float[items.Features.RowCount * _rank];
        _secondMoments = new float[items.Features.RowCount * _packed];
        _weights = new float[items.Features.RowCount];
        _userCoefficients = new double[users.Features.Count * _rank];
    }

    /// <summary>Adds the conditional of an item that has ratings.</summary>
    public void AddConditional(int item, ConditionalBatch batch, int lane, float expectedWeight)
    {
        batch.ReadConditional(lane, _means.AsSpan(item * _rank, _rank), _secondMoments.AsSpan(item * _packed, _packed));
        _weights[item] += expectedWeight;
    }

    /// <summary>Adds the prior of every item without ratings, which is its conditional.</summary>
    public void AddUnratedItems()
    {
        var covariance = Cholesky.Inverse(_items.Prior.Precision, _rank);
        Span<float> mean = stackalloc float[_rank];
        var nextActive = 0;
        for (var item = 0; item < _weights.Length; item++)
        {
            if (nextActive < _items.Active.Length && _items.Active[nextActive] == item)
            {
                nextActive++;
                continue;
            }

            _items.Features.Combine(item, _items.Prior.CoefficientsSingle, mean);
            _weights[item] += 1;
            for (var i = 0; i < _rank; i++)
            {
                _means[(item * _rank) + i] += mean[i];
                for (var j = i; j < _rank; j++)
                {
                    _secondMoments[(item * _packed) + FactorLayout.PackedIndex(_rank, i, j)] +=
                        (mean[i] * mean[j]) + (float)covariance[(i * _rank) + j];
                }
            }
        }
    }

    /// <summary>Adds the users' prior and α, which are sampled after the items; completes a sample.</summary>
    public void AddUserPrior(FactorPrior prior, double noisePrecision)
    {
        var covariance = Cholesky.Inverse(prior.Precision, _rank);
        for (var entry = 0; entry < covariance.Length; entry++)
            _userCovariance[entry] += covariance[entry];
        for (var entry = 0; entry < _userCoefficients.Length; entry++)
            _userCoefficients[entry] += prior.Coefficients[entry];
        _noisePrecision += noisePrecision;
        _samples++;
    }

    /// <summary>v̄_i, D floats per item.</summary>
    public float[] ItemMeans() => [.. _means.Select(sum => sum / _samples)];

    /// <summary>C_i, packed, around <see cref="ItemMeans"/>.</summary>
    public float[] ItemCovariances()
    {
        var covariances = new float[_secondMoments.Length];
        for (var item = 0; item < _weights.Length; item++)
        {
            var mean = _means.AsSpan(item * _rank, _rank);
            for (var i = 0; i < _rank; i++)
            {
                for (var j = i; j < _rank; j++)
                {
                    var entry = (item * _packed) + FactorLayout.PackedIndex(_rank, i, j);
                    covariances[entry] = (_secondMoments[entry] - (mean[i] / _samples * mean[j])) / _samples;
                }
            }
        }

        return covariances;
    }

    /// <summary>ā_i.</summary>
    public float[] ItemWeights() => [.. _weights.Select(sum => sum / _samples)];

    /// <summary>(mean of Λ_w⁻¹)⁻¹, D × D.</summary>
    public float[] UserPrecision()
    {
        var covariance = _userCovariance.Select(sum => sum / _samples).ToArray();
        return [.. Cholesky.Inverse<double>(covariance, _rank).Select(entry => (float)entry)];
    }

    /// <summary>B̄_w with h̄_w as row 0, P × D.</summary>
    public float[] UserCoefficients() => [.. _userCoefficients.Select(sum => (float)(sum / _samples))];

    /// <summary>ᾱ.</summary>
    public double NoisePrecision() => _noisePrecision / _samples;
}
