using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// The prior of one side's factors, v ~ N(h + Bᵀf, Λ⁻¹), and its conditional samples (Salakhutdinov &amp; Mnih, 2008, for Λ;
/// Simm et al., 2017, for B). h is the coefficient row of the constant feature, so B has P rows here, h first. The priors are
/// Λ ~ W(I, D) and B_p ~ N(0, (λ_g Λ)⁻¹) with λ_g ~ Gamma(1, 1) for each group, and κ = 1 in place of λ for h.
/// </summary>
internal sealed class FactorPrior
{
    private const double Kappa = 1;

    private readonly int _rank;
    private readonly SparseFeatures _features;
    private readonly int[] _active;
    private readonly double[] _gram;
    private readonly double[] _cross;
    private readonly double[] _lambda;
    private double[] _precision;

    /// <param name="features">Side information; the rows in <paramref name="active"/> take part.</param>
    /// <param name="active">Entities with ratings, ascending.</param>
    /// <param name="rank">D.</param>
    public FactorPrior(SparseFeatures features, int[] active, int rank)
    {
        _rank = rank;
        _precision = new double[rank * rank];
        _features = features;
        _active = active;
        _gram = features.Gram(active);
        _cross = new double[features.Count * _rank];
        _lambda = new double[features.GroupCount];
        Array.Fill(_lambda, 1);
        Coefficients = new double[features.Count * _rank];
        CoefficientsSingle = new float[features.Count * _rank];
        ProjectedCoefficients = new float[features.Count * _rank];
        PackedPrecision = new AlignedFloats(FactorLayout.Packed(_rank));
        for (var d = 0; d < _rank; d++)
            _precision[(d * _rank) + d] = d == 0 ? 5 : 10;
        Publish();
    }

    /// <summary>Λ, D × D.</summary>
    public ReadOnlySpan<double> Precision => _precision;

    /// <summary>B with h as row 0, P × D.</summary>
    public double[] Coefficients { get; }

    /// <summary><see cref="Coefficients"/> in single precision: the combination for a row is its prior mean m.</summary>
    public float[] CoefficientsSingle { get; }

    /// <summary>B Λ in single precision: the combination for a row is Λ m.</summary>
    public float[] ProjectedCoefficients { get; }

    /// <summary>Λ, packed, in single precision.</summary>
    public AlignedFloats PackedPrecision { get; }

    /// <summary>
    /// Takes over λ and the coefficients of a prior of the same features, for the factors that both have;
    /// <see cref="Sample"/> needs nothing else of the state before.
    /// </summary>
    public void ContinueFrom(FactorPrior other)
    {
        var shared = Math.Min(_rank, other._rank);
        other._lambda.CopyTo(_lambda, 0);
        for (var feature = 0; feature < _features.Count; feature++)
            Array.Copy(other.Coefficients, feature * other._rank, Coefficients, feature * _rank, shared);
    }

    /// <summary>Samples Λ, then λ, then B and h together, given the factors.</summary>
    /// <param name="factors">The side's factors.</param>
    /// <param name="random">The stream of this side's prior in this sweep.</param>
    public void Sample(AlignedFloats factors, CounterRandom random)
    {
        var p = _features.Count;
        _features.Cross(_active, factors, _cross);
        var regularised = (double[])_gram.Clone();
        AddRegularisation(regularised);
        _precision = Wishart.Sample(
            InverseScale(factors, regularised), _rank, _rank + _active.Length + p, ref random);
        SampleRegularisation(ref random);

        // B = U⁻¹ (U⁻ᵀ FᵀV + E R⁻ᵀ) with FᵀF + λ = UᵀU and Λ = RᵀR: mean (FᵀF + λ)⁻¹ FᵀV, rows' covariance (FᵀF + λ)⁻¹,
        // columns' Λ⁻¹.
        _gram.CopyTo(regularised, 0);
        AddRegularisation(regularised);
        Cholesky.Factor<double>(regularised, p);
        _cross.CopyTo(Coefficients, 0);
        Cholesky.SolveTransposed<double>(regularised, p, Coefficients, _rank);
        var root = (double[])_precision.Clone();
        Cholesky.Factor<double>(root, _rank);
        Span<double> noise = stackalloc double[_rank];
        for (var row = 0; row < p; row++)
        {
            random.FillNormal(noise);
            Cholesky.SolveUpper<double>(root, _rank, noise);
            var target = Coefficients.AsSpan(row * _rank, _rank);
            TensorPrimitives.Add(target, noise, target);
        }

        Cholesky.SolveUpper<double>(regularised, p, Coefficients, _rank);
        Publish();
    }

    private double RegularisationOf(int feature) => _features.Groups[feature] < 0 ? Kappa : _lambda[_features.Groups[feature]];

    private void AddRegularisation(double[] gram)
    {
        for (var feature = 0; feature < _features.Count; feature++)
            gram[(feature * _features.Count) + feature] += RegularisationOf(feature);
    }

    /// <summary>I + Σ (v − Bᵀf)(v − Bᵀf)ᵀ + Bᵀ diag(λ) B, from the sums VᵀV, FᵀV and FᵀF.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] InverseScale(AlignedFloats factors, double[] regularised)
    {
        var p = _features.Count;
        var scale = FactorMoments.SecondMoment(_active, factors, _rank);
        for (var d = 0; d < _rank; d++)
            scale[(d * _rank) + d] += 1;
        Span<double> row = stackalloc double[_rank];
        for (var feature = 0; feature < p; feature++)
        {
            // Computes (G + λ) B − 2 FᵀV, one row at a time; the residuals add its product with B, symmetrised.
            TensorPrimitives.Multiply(_cross.AsSpan(feature * _rank, _rank), -2.0, row);
            for (var other = 0; other < p; other++)
            {
                var weight = regularised[(feature * p) + other];
                if (weight != 0)
                    TensorPrimitives.MultiplyAdd(Coefficients.AsSpan(other * _rank, _rank), weight, row, row);
            }

            for (var i = 0; i < _rank; i++)
            {
                var coefficient = Coefficients[(feature * _rank) + i] / 2;
                for (var j = 0; j < _rank; j++)
                {
                    scale[(i * _rank) + j] += coefficient * row[j];
                    scale[(j * _rank) + i] += coefficient * row[j];
                }
            }
        }

        return scale;
    }

    /// <summary>λ_g ~ Gamma(1 + P_g D / 2, 1 + ½ Σ_{p ∈ g} B_pᵀ Λ B_p).</summary>
    private void SampleRegularisation(ref CounterRandom random)
    {
        Span<double> shape = stackalloc double[_lambda.Length];
        Span<double> rate = stackalloc double[_lambda.Length];
        shape.Fill(1);
        rate.Fill(1);
        for (var feature = 0; feature < _features.Count; feature++)
        {
            var group = _features.Groups[feature];
            if (group < 0)
                continue;
            shape[group] += _rank / 2.0;
            var row = Coefficients.AsSpan(feature * _rank, _rank);
            for (var i = 0; i < _rank; i++)
                rate[group] += 0.5 * row[i] * TensorPrimitives.Dot(_precision.AsSpan(i * _rank, _rank), row);
        }

        for (var group = 0; group < _lambda.Length; group++)
            _lambda[group] = random.NextGamma(shape[group]) / rate[group];
    }

    private void Publish()
    {
        var packed = PackedPrecision.Span;
        for (var i = 0; i < _rank; i++)
        {
            for (var j = i; j < _rank; j++)
                packed[FactorLayout.PackedIndex(_rank, i, j)] = (float)_precision[(i * _rank) + j];
        }

        for (var feature = 0; feature < _features.Count; feature++)
        {
            var row = Coefficients.AsSpan(feature * _rank, _rank);
            for (var d = 0; d < _rank; d++)
            {
                CoefficientsSingle[(feature * _rank) + d] = (float)row[d];
                ProjectedCoefficients[(feature * _rank) + d] =
                    (float)TensorPrimitives.Dot(_precision.AsSpan(d * _rank, _rank), row);
            }
        }
    }
}
