using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction.Features;

/// <summary>
/// The side information F of one side, entities × P in compressed rows. Feature 0 is the constant 1, whose coefficients are
/// h. Every other feature belongs to a group, and a group shares one regularisation weight λ.
/// </summary>
internal sealed class SparseFeatures
{
    /// <summary>
    /// The number of rows that are summed in single precision before the sum goes to double: a fixed block in a fixed order.
    /// </summary>
    private const int BlockRows = 512;

    private readonly int[] _starts;
    private readonly int[] _features;
    private readonly float[] _values;

    /// <param name="starts">Row <c>e</c> occupies <c>starts[e]</c> up to <c>starts[e + 1]</c>.</param>
    /// <param name="features">The feature at each place.</param>
    /// <param name="values">The value at each place.</param>
    /// <param name="groups">The group of each feature; the constant's is −1, the others count from 0.</param>
    public SparseFeatures(int[] starts, int[] features, float[] values, int[] groups)
    {
        _starts = starts;
        _features = features;
        _values = values;
        Groups = groups;
    }

    /// <summary>P, the number of features.</summary>
    public int Count => Groups.Length;

    /// <summary>The group of each feature; the constant's is −1.</summary>
    public int[] Groups { get; }

    /// <summary>The number of groups.</summary>
    public int GroupCount => Groups.Max() + 1;

    /// <summary>The number of rows.</summary>
    public int RowCount => _starts.Length - 1;

    /// <summary>The features of a row.</summary>
    public ReadOnlySpan<int> FeaturesOf(int row) => _features.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The values of a row, parallel to <see cref="FeaturesOf"/>.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Reorders the rows: row <c>e</c> of the result is row <c>order[e]</c>.</summary>
    public SparseFeatures Permute(ReadOnlySpan<int> order)
    {
        var starts = new int[order.Length + 1];
        var features = new List<int>();
        var values = new List<float>();
        for (var row = 0; row < order.Length; row++)
        {
            features.AddRange(FeaturesOf(order[row]));
            values.AddRange(ValuesOf(order[row]));
            starts[row + 1] = features.Count;
        }

        return new SparseFeatures(starts, [.. features], [.. values], Groups);
    }

    /// <summary>Computes Σ_p f_p · table[p], the combination of P rows of D floats for a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="table">P × D floats.</param>
    /// <param name="result">Receives D floats, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Combine(int row, ReadOnlySpan<float> table, Span<float> result)
    {
        var rank = result.Length;
        result.Clear();
        for (var place = _starts[row]; place < _starts[row + 1]; place++)
            MultiplyAdd(table.Slice(_features[place] * rank, rank), _values[place], result);
    }

    /// <summary>Computes FᵀF over the given rows, P × P.</summary>
    public double[] Gram(ReadOnlySpan<int> rows)
    {
        var gram = new double[Count * Count];
        foreach (var row in rows)
        {
            for (var left = _starts[row]; left < _starts[row + 1]; left++)
            {
                var target = gram.AsSpan(_features[left] * Count, Count);
                for (var right = _starts[row]; right < _starts[row + 1]; right++)
                    target[_features[right]] += (double)_values[left] * _values[right];
            }
        }

        return gram;
    }

    /// <summary>Computes FᵀV over the given rows, P × D, for factors V of D floats per row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Cross(ReadOnlySpan<int> rows, AlignedFloats factors, Span<double> cross)
    {
        var rank = cross.Length / Count;
        cross.Clear();
        Span<float> block = new float[Count * rank];
        Span<double> wide = stackalloc double[rank];
        for (var first = 0; first < rows.Length; first += BlockRows)
        {
            block.Clear();
            foreach (var row in rows.Slice(first, Math.Min(BlockRows, rows.Length - first)))
            {
                var factor = factors.Row(row, rank);
                for (var place = _starts[row]; place < _starts[row + 1]; place++)
                    MultiplyAdd(factor, _values[place], block.Slice(_features[place] * rank, rank));
            }

            for (var feature = 0; feature < Count; feature++)
            {
                TensorPrimitives.ConvertTruncating(block.Slice(feature * rank, rank), wide);
                var target = cross.Slice(feature * rank, rank);
                TensorPrimitives.Add(target, wide, target);
            }
        }
    }

    private static void MultiplyAdd(ReadOnlySpan<float> row, float factor, Span<float> target)
    {
        Debug.Assert(
            row.Length == target.Length && row.Length % Vector256<float>.Count == 0,
            "Whole vectors reach the end of a row and no further.");
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var destination = ref MemoryMarshal.GetReference(target);
        var scale = Vector256.Create(factor);
        for (nuint d = 0; d < (nuint)row.Length; d += (nuint)Vector256<float>.Count)
        {
            Vector256.FusedMultiplyAdd(scale, Vector256.LoadUnsafe(ref source, d), Vector256.LoadUnsafe(ref destination, d))
                .StoreUnsafe(ref destination, d);
        }
    }
}
