using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Collaborative.Svd;

/// <summary>
/// The movies' parameters laid out for serving: what a fold-in adds up, one contiguous record a movie, and the factors in
/// tiles of sixteen movies for scoring them all.
/// </summary>
internal sealed unsafe class ItemTable
{
    private const int Rank = FactorLayout.Rank;
    private const int Packed = FactorLayout.Packed;

    // A record: x_j with v̄_j0 in place of its 1, ā_j x_j, the covariance's part of b₀, the prior share, then A₀'s summand.
    private const int WeightedFactors = Rank;
    private const int MomentCorrection = 2 * Rank;
    private const int PriorShare = 3 * Rank;
    private const int Gram = 4 * Rank;
    private const int RecordLength = Gram + Packed + 8;

    private readonly AlignedFloats _records;
    private readonly AlignedFloats _tiles;
    private readonly float _mean;
    private readonly int _count;

    public ItemTable(SvdParameters parameters)
    {
        _mean = parameters.Mean;
        _count = parameters.ItemCount;
        _records = new AlignedFloats(_count * RecordLength);
        _tiles = new AlignedFloats((_count + FactorLayout.Lanes - 1) / FactorLayout.Lanes * FactorLayout.Lanes * Rank);
        for (var item = 0; item < _count; item++)
        {
            var mean = parameters.ItemMeans.AsSpan(item * Rank, Rank);
            WriteRecord(
                _records.Span.Slice(item * RecordLength, RecordLength), mean, parameters.ItemWeights[item],
                parameters.ItemCovariances.AsSpan(item * Packed, Packed),
                parameters.ItemPriorShares.AsSpan(item * Rank, Rank));
            for (var d = 0; d < Rank; d++)
                _tiles.Span[(item / FactorLayout.Lanes * FactorLayout.Lanes * Rank) + (d * FactorLayout.Lanes) + (item % FactorLayout.Lanes)] = mean[d];
        }
    }

    /// <summary>μ + v̄_i0, what a movie gets from everyone.</summary>
    public float BaselineOf(int item) => _mean + Record(item)[0];

    /// <summary>y = r − μ − v̄_i0.</summary>
    public float ResidualOf(int item, float rating) => rating - _mean - Record(item)[0];

    /// <summary>Copies x_i = [1, v̄_i1 …].</summary>
    public void ReadRegressors(int item, Span<double> x)
    {
        TensorPrimitives.ConvertTruncating<float, double>(Record(item)[..Rank], x);
        x[0] = 1;
    }

    /// <summary>ā_j (x_j y_j − C_j[0, ·]) times a vector: what one rating adds to vᵀb₀.</summary>
    public double MomentAlong(int item, float rating, ReadOnlySpan<double> direction)
    {
        var record = Record(item);
        var y = ResidualOf(item, rating);
        var sum = 0.0;
        for (var d = 0; d < Rank; d++)
            sum += direction[d] * ((y * record[WeightedFactors + d]) - record[MomentCorrection + d]);
        return sum;
    }

    /// <summary>Adds up what a fold-in needs of a history.</summary>
    public void Sum(ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, ref FoldInSums sums)
    {
        // All sums stay in registers, the Gram matrix in nine of them.
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (e, f, g, h) = (a, a, a, a);
        var last = Vector256<float>.Zero;
        var (moment, share) = (a, a);
        var square = 0.0;
        for (var position = 0; position < items.Length; position++)
        {
            var record = _records.Pointer + ((nint)items[position] * RecordLength);
            var y = ratings[position] - _mean - record[0];
            var gram = record + Gram;
            a += Vector512.LoadAligned(gram);
            b += Vector512.LoadAligned(gram + 16);
            c += Vector512.LoadAligned(gram + 32);
            d += Vector512.LoadAligned(gram + 48);
            e += Vector512.LoadAligned(gram + 64);
            f += Vector512.LoadAligned(gram + 80);
            g += Vector512.LoadAligned(gram + 96);
            h += Vector512.LoadAligned(gram + 112);
            last += Vector256.LoadAligned(gram + 128);
            moment = (Vector512.LoadAligned(record + WeightedFactors) * y) + moment - Vector512.LoadAligned(record + MomentCorrection);
            share += Vector512.LoadAligned(record + PriorShare);
            square += (double)record[WeightedFactors] * y * y;
        }

        var tiles = MemoryMarshal.Cast<float, Vector512<float>>(sums.Gram);
        (tiles[0], tiles[1], tiles[2], tiles[3]) = (a, b, c, d);
        (tiles[4], tiles[5], tiles[6], tiles[7]) = (e, f, g, h);
        last.CopyTo(sums.Gram[128..]);
        moment.CopyTo(sums.Moment);
        share.CopyTo(sums.PriorShare);
        sums.Square = square;
        sums.Count = items.Length;
    }

    /// <summary>μ + w_0 + v̄_i0 + Σ w_d v̄_id.</summary>
    public float Score(in UserFactors user, int item)
    {
        var record = Record(item);
        var score = _mean + user[0] + record[0];
        for (var d = 1; d < Rank; d++)
            score += user[d] * record[d];
        return score;
    }

    /// <summary>The score of every movie.</summary>
    public void ScoreAll(in UserFactors user, Span<float> scores)
    {
        var tile = _tiles.Pointer;
        var start = Vector512.Create(_mean + user[0]);
        Span<float> last = stackalloc float[FactorLayout.Lanes];
        for (var item = 0; item < _count; item += FactorLayout.Lanes, tile += Rank * FactorLayout.Lanes)
        {
            var score = start + Vector512.Load(tile);
            for (var d = 1; d < Rank; d++)
            {
                score = Vector512.FusedMultiplyAdd(
                    Vector512.Create(user[d]), Vector512.Load(tile + (d * FactorLayout.Lanes)), score);
            }

            if (item + FactorLayout.Lanes <= _count)
            {
                score.CopyTo(scores[item..]);
            }
            else
            {
                score.CopyTo(last);
                last[..(_count - item)].CopyTo(scores[item..]);
            }
        }
    }

    private ReadOnlySpan<float> Record(int item) => _records.Span.Slice(item * RecordLength, RecordLength);

    private static void WriteRecord(
        Span<float> record, ReadOnlySpan<float> mean, float weight, ReadOnlySpan<float> covariance, ReadOnlySpan<float> share)
    {
        mean.CopyTo(record);
        share.CopyTo(record[PriorShare..]);
        Span<float> x = stackalloc float[Rank];
        mean.CopyTo(x);
        x[0] = 1;
        for (var i = 0; i < Rank; i++)
        {
            record[WeightedFactors + i] = weight * x[i];
            record[MomentCorrection + i] = i == 0 ? 0 : weight * covariance[i];
            for (var j = i; j < Rank; j++)
            {
                var entry = FactorLayout.PackedIndex(i, j);
                record[Gram + entry] = weight * ((x[i] * x[j]) + (i == 0 ? 0 : covariance[entry]));
            }
        }
    }
}
