using System.Numerics.Tensors;
using Recofilm.Core.Collaborative.Svd.Kernels;

namespace Recofilm.Core.Collaborative.Svd;

/// <summary>
/// The user's conditional given their ratings, w ~ N(P⁻¹(Λ m + ᾱ a b₀), P⁻¹) with P = Λ + ᾱ a A₀, a set to its expectation
/// by three rounds of fixed-point iteration. Scratch on the stack of the caller.
/// </summary>
internal ref struct FoldInSolver
{
    private const int Rank = FactorLayout.Rank;
    private const int Rounds = 3;

    private readonly ReadOnlySpan<double> _priorPrecision;
    private readonly ReadOnlySpan<double> _priorFactor;
    private readonly Span<double> _factor;

    /// <param name="priorPrecision">Λ, D × D.</param>
    /// <param name="priorFactor">R with Λ = RRᵀ, D × D, 0 above the diagonal.</param>
    /// <param name="factor">D × D of scratch; holds P's Cholesky factor afterwards.</param>
    public FoldInSolver(ReadOnlySpan<double> priorPrecision, ReadOnlySpan<double> priorFactor, Span<double> factor)
    {
        _priorPrecision = priorPrecision;
        _priorFactor = priorFactor;
        _factor = factor;
    }

    /// <summary>ᾱ a of the last round: what a rating's precision is multiplied with.</summary>
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
            for (var i = 0; i < Rank; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var index = FactorLayout.PackedIndex(j, i);
                    _factor[(i * Rank) + j] = _priorPrecision[(i * Rank) + j] + (Precision * sums.Gram[index]);
                }

                w[i] = priorTerm[i] + (Precision * sums.Moment[i]);
            }

            DenseCholesky.Factor(_factor, Rank);
            DenseCholesky.SolveLower(_factor, Rank, w, 1);
            DenseCholesky.SolveLowerTransposed(_factor, Rank, w, 1);
            if (round == Rounds || sums.Count == 0)
                return;
            var error = Math.Max(0, sums.Square + Quadratic(sums, w) + TraceOfGram());
            a = (degreesOfFreedom + sums.Count) / (degreesOfFreedom + (noisePrecision * error));
        }
    }

    /// <summary>Solves P x = x in place, after <see cref="Solve"/>.</summary>
    public readonly void ApplyCovariance(Span<double> x)
    {
        DenseCholesky.SolveLower(_factor, Rank, x, 1);
        DenseCholesky.SolveLowerTransposed(_factor, Rank, x, 1);
    }

    /// <summary>wᵀA₀w − 2 wᵀb₀.</summary>
    private static double Quadratic(scoped in FoldInSums sums, ReadOnlySpan<double> w)
    {
        var total = 0.0;
        for (var i = 0; i < Rank; i++)
        {
            var half = (0.5 * sums.Gram[FactorLayout.PackedIndex(i, i)] * w[i]) - sums.Moment[i];
            for (var j = i + 1; j < Rank; j++)
                half += sums.Gram[FactorLayout.PackedIndex(i, j)] * w[j];
            total += 2 * w[i] * half;
        }

        return total;
    }

    /// <summary>tr(P⁻¹A₀) = (D − tr(P⁻¹Λ)) / ᾱa, and with P = LLᵀ the trace of P⁻¹Λ is the sum of L⁻¹R's squares.</summary>
    private readonly double TraceOfGram()
    {
        Span<double> solved = stackalloc double[Rank * Rank];
        _priorFactor.CopyTo(solved);
        DenseCholesky.SolveLower(_factor, Rank, solved, Rank);
        return (Rank - TensorPrimitives.SumOfSquares<double>(solved)) / Precision;
    }
}
