using System.Numerics.Tensors;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// Solves for the user's conditional given their ratings, w ~ N(P⁻¹(Λ m + ᾱ a b₀), P⁻¹) with P = Λ + ᾱ a A₀. Three rounds of
/// fixed-point iteration set a to its expectation. The caller provides the scratch on its stack.
/// </summary>
internal ref struct FoldInSolver
{
    private const int Rounds = 3;

    private readonly int _rank;
    private readonly ReadOnlySpan<double> _priorPrecision;
    private readonly ReadOnlySpan<double> _priorRoot;
    private readonly Span<double> _factor;

    /// <param name="rank">D.</param>
    /// <param name="priorPrecision">Λ, D × D.</param>
    /// <param name="priorRoot">From <see cref="RootOf"/>.</param>
    /// <param name="factor">Scratch of D × D; holds the factor of P afterwards.</param>
    public FoldInSolver(
        int rank, ReadOnlySpan<double> priorPrecision, ReadOnlySpan<double> priorRoot, Span<double> factor)
    {
        _rank = rank;
        _priorPrecision = priorPrecision;
        _priorRoot = priorRoot;
        _factor = factor;
    }

    /// <summary>ᾱ a of the last round: the factor of a rating's precision.</summary>
    public double Precision { get; private set; }

    /// <summary>Finds a and w.</summary>
    /// <param name="sums">A₀, b₀, Σ ā y² and n of the user's ratings.</param>
    /// <param name="priorTerm">Λ m, D numbers.</param>
    /// <param name="noisePrecision">ᾱ.</param>
    /// <param name="degreesOfFreedom">ν.</param>
    /// <param name="w">Receives D numbers.</param>
    public void Solve(
        scoped FoldInSums sums, scoped ReadOnlySpan<double> priorTerm, double noisePrecision,
        double degreesOfFreedom, scoped Span<double> w)
    {
        var a = 1.0;
        for (var round = 1; ; round++)
        {
            Precision = noisePrecision * a;
            for (var i = 0; i < _rank; i++)
            {
                for (var j = i; j < _rank; j++)
                {
                    var index = FactorLayout.PackedIndex(_rank, i, j);
                    _factor[(i * _rank) + j] = _priorPrecision[(i * _rank) + j] + (Precision * sums.Gram[index]);
                }

                w[i] = priorTerm[i] + (Precision * sums.Moment[i]);
            }

            Cholesky.Factor<double>(_factor, _rank);
            Cholesky.Solve<double>(_factor, _rank, w);
            if (round == Rounds || sums.Count == 0)
                return;
            var error = Math.Max(0, sums.Square + Quadratic(sums, w) + TraceOfGram());
            a = (degreesOfFreedom + sums.Count) / (degreesOfFreedom + (noisePrecision * error));
        }
    }

    /// <summary>Solves P x = x in place, after <see cref="Solve"/>.</summary>
    public readonly void ApplyCovariance(Span<double> x) => Cholesky.Solve<double>(_factor, _rank, x);

    /// <summary>Returns R with Λ = RRᵀ, D × D, 0 above the diagonal.</summary>
    /// <param name="precision">Λ, D × D.</param>
    /// <param name="rank">D.</param>
    /// <exception cref="ArithmeticException">Λ is not positive definite.</exception>
    public static double[] RootOf(ReadOnlySpan<double> precision, int rank)
    {
        var factor = precision.ToArray();
        Cholesky.Factor<double>(factor, rank);
        var root = new double[rank * rank];
        for (var i = 0; i < rank; i++)
        {
            root[(i * rank) + i] = 1 / factor[(i * rank) + i];
            for (var j = i + 1; j < rank; j++)
                root[(j * rank) + i] = factor[(i * rank) + j];
        }

        return root;
    }

    /// <summary>Computes wᵀA₀w − 2 wᵀb₀.</summary>
    private readonly double Quadratic(scoped in FoldInSums sums, ReadOnlySpan<double> w)
    {
        var total = 0.0;
        for (var i = 0; i < _rank; i++)
        {
            var half = (0.5 * sums.Gram[FactorLayout.PackedIndex(_rank, i, i)] * w[i]) - sums.Moment[i];
            for (var j = i + 1; j < _rank; j++)
                half += sums.Gram[FactorLayout.PackedIndex(_rank, i, j)] * w[j];
            total += 2 * w[i] * half;
        }

        return total;
    }

    /// <summary>
    /// Computes tr(P⁻¹A₀) = (D − tr(P⁻¹Λ)) / ᾱa. With P = UᵀU, the trace of P⁻¹Λ is the sum of the squares of U⁻ᵀR.
    /// </summary>
    private readonly double TraceOfGram()
    {
        Span<double> solved = stackalloc double[_rank * _rank];
        _priorRoot.CopyTo(solved);
        Cholesky.SolveTransposed<double>(_factor, _rank, solved, _rank);
        return (_rank - TensorPrimitives.SumOfSquares<double>(solved)) / Precision;
    }
}
