using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Solves <c>A x = b</c> for a symmetric positive definite A by Cholesky's factorisation, in place and without
/// allocating.
/// </summary>
internal static class PositiveDefiniteSystem
{
    // Rows that are taken out of the matrix together: each of its elements is read and written once for all of them.
    private const int PanelHeight = 4;

    /// <summary>
    /// Replaces the upper triangle of A by U with <c>Uᵀ U = A</c>; what is below it may change too. Panel by panel of rows:
    /// each is factored, then taken out of what remains of the matrix, always along rows and without a sum across a vector.
    /// </summary>
    /// <param name="matrix">Row-major, <paramref name="size"/>², the upper triangle filled.</param>
    /// <param name="size">Number of rows.</param>
    public static void Factor(Span<float> matrix, int size)
    {
        for (var first = 0; first < size; first += PanelHeight)
        {
            var end = Math.Min(first + PanelHeight, size);
            for (var pivot = first; pivot < end; pivot++)
            {
                var row = matrix.Slice(pivot * size, size);
                for (var earlier = first; earlier < pivot; earlier++)
                    SubtractMultiple(matrix.Slice(earlier * size, size), row, pivot);

                // The diagonal keeps 1 / U_ii: every later use divides by it. A pivot that rounding made tiny stays usable.
                var inverse = 1 / MathF.Sqrt(MathF.Max(row[pivot], 1e-12f));
                var rest = row[pivot..];
                TensorPrimitives.Multiply(rest, inverse, rest);
                row[pivot] = inverse;
            }

            if (end < size)
                SubtractPanel(matrix, size, first);
        }
    }

    /// <summary>Solves with a factor from <see cref="Factor"/>; <paramref name="vector"/> is b, then x.</summary>
    public static void Solve(ReadOnlySpan<float> factor, int size, Span<float> vector)
    {
        for (var row = 0; row < size; row++)
        {
            var value = vector[row] * factor[(row * size) + row];
            vector[row] = value;
            var rest = vector[(row + 1)..size];
            TensorPrimitives.MultiplyAdd(factor.Slice((row * size) + row + 1, rest.Length), -value, rest, rest);
        }

        for (var row = size - 1; row >= 0; row--)
        {
            var rest = vector[(row + 1)..size];
            var sum = TensorPrimitives.Dot(factor.Slice((row * size) + row + 1, rest.Length), rest);
            vector[row] = (vector[row] - sum) * factor[(row * size) + row];
        }
    }

    // From the vector that holds the first place on: what it has before that is below the diagonal, where nothing is read.
    private static void SubtractMultiple(ReadOnlySpan<float> row, Span<float> target, int first)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var from = MemoryMarshal.Cast<float, Vector<float>>(row)[..to.Length];
        var by = new Vector<float>(-row[first]);
        for (var block = first / Vector<float>.Count; block < to.Length; block++)
            to[block] = Vector.FusedMultiplyAdd(from[block], by, to[block]);
        for (var place = Math.Max(first, to.Length * Vector<float>.Count); place < target.Length; place++)
            target[place] = MathF.FusedMultiplyAdd(row[place], -row[first], target[place]);
    }

    // The same of a whole panel, from every row after it: as one row of the panel after the other would. Spans of so short rows would
    // take longer to make than to go through.
    private static void SubtractPanel(Span<float> matrix, int size, int first)
    {
        ref var start = ref MemoryMarshal.GetReference(matrix[..(size * size)]);
        ref var a = ref Unsafe.Add(ref start, first * size);
        ref var b = ref Unsafe.Add(ref a, size);
        ref var c = ref Unsafe.Add(ref b, size);
        ref var d = ref Unsafe.Add(ref c, size);
        var whole = size / Vector<float>.Count * Vector<float>.Count;
        for (var row = first + PanelHeight; row < size; row++)
        {
            ref var target = ref Unsafe.Add(ref start, row * size);
            var (byA, byB) = (-Unsafe.Add(ref a, row), -Unsafe.Add(ref b, row));
            var (byC, byD) = (-Unsafe.Add(ref c, row), -Unsafe.Add(ref d, row));
            var (allA, allB) = (new Vector<float>(byA), new Vector<float>(byB));
            var (allC, allD) = (new Vector<float>(byC), new Vector<float>(byD));
            for (var place = row / Vector<float>.Count * Vector<float>.Count; place < whole; place += Vector<float>.Count)
            {
                var at = (nuint)place;
                var rest = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, at), allA, Vector.LoadUnsafe(ref target, at));
                rest = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref b, at), allB, rest);
                rest = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref c, at), allC, rest);
                Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref d, at), allD, rest).StoreUnsafe(ref target, at);
            }

            for (var place = Math.Max(row, whole); place < size; place++)
            {
                var rest = MathF.FusedMultiplyAdd(Unsafe.Add(ref a, place), byA, Unsafe.Add(ref target, place));
                rest = MathF.FusedMultiplyAdd(Unsafe.Add(ref b, place), byB, rest);
                rest = MathF.FusedMultiplyAdd(Unsafe.Add(ref c, place), byC, rest);
                Unsafe.Add(ref target, place) = MathF.FusedMultiplyAdd(Unsafe.Add(ref d, place), byD, rest);
            }
        }
    }
}
