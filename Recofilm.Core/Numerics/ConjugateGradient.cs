using System.Numerics.Tensors;

namespace Recofilm.Core.Numerics;

/// <summary>
/// Takes a few conjugate gradient steps (Hestenes &amp; Stiefel 1952) on <c>(G + Σ w y yᵀ + λ) x = Σ w y</c> without forming
/// the sum: a step costs two passes over the rated rows. An instance owns its scratch vectors, so each thread needs its own.
/// </summary>
internal sealed class ConjugateGradient(int dimension)
{
    private readonly float[] _residual = new float[dimension];
    private readonly float[] _direction = new float[dimension];
    private readonly float[] _image = new float[dimension];

    /// <summary>Improves a solution.</summary>
    /// <param name="gram">G, symmetric, row-major.</param>
    /// <param name="ridge">λ.</param>
    /// <param name="rows">The other side's vectors y, row-major.</param>
    /// <param name="indices">The indices of the rated vectors.</param>
    /// <param name="weights">Their weights w.</param>
    /// <param name="solution">The start, then the result.</param>
    /// <param name="steps">Number of steps.</param>
    public void Solve(
        ReadOnlySpan<float> gram, float ridge, ReadOnlySpan<float> rows, ReadOnlySpan<int> indices,
        ReadOnlySpan<float> weights, Span<float> solution, int steps)
    {
        Span<float> residual = _residual, direction = _direction, image = _image;

        // The residual b − A x in one pass over the rated rows: Σ w y (1 − y·x) − (G + λ) x.
        MultiplyDense(gram, ridge, solution, image);
        TensorPrimitives.Negate<float>(image, residual);
        Projections.Add(rows, indices, weights, solution, 1f, residual);
        residual.CopyTo(direction);

        var energy = TensorPrimitives.SumOfSquares<float>(residual);
        for (var step = 0; step < steps && energy > 1e-10f; step++)
        {
            MultiplyDense(gram, ridge, direction, image);
            TensorPrimitives.Negate<float>(image, image);
            Projections.Add(rows, indices, weights, direction, 0f, image);
            var length = energy / -TensorPrimitives.Dot<float>(direction, image);
            TensorPrimitives.MultiplyAdd(direction, length, solution, solution);
            TensorPrimitives.MultiplyAdd(image, length, residual, residual);
            var next = TensorPrimitives.SumOfSquares<float>(residual);
            TensorPrimitives.MultiplyAdd(direction, next / energy, residual, direction);
            energy = next;
        }
    }

    private static void MultiplyDense(ReadOnlySpan<float> gram, float ridge, ReadOnlySpan<float> vector, Span<float> image)
    {
        FactorKernels.Multiply(gram, vector, image);
        TensorPrimitives.MultiplyAdd(vector, ridge, image, image);
    }
}
