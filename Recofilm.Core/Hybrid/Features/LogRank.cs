using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>
/// Maps scores of different models to one distribution, so that a weight between them keeps its meaning:
/// <c>1 − ln(1 + rank) / ln(n + 1)</c>, 1 for the best and near 0 for the last of n. Equal scores rank by item index.
/// </summary>
public static class LogRank
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int Passes = 3;

    // Caches ln(1 + rank) up to the largest count so far; computing it each time would take a third of the time.
    private static float[] _logarithms = [];

    /// <summary>Replaces each score by its normalised rank. No score may be NaN.</summary>
    /// <param name="scores">One score per item index.</param>
    public static void Normalise(Span<float> scores)
    {
        var logarithms = Logarithms(scores.Length);
        var last = MathF.Log(scores.Length + 1);
        var rented = ArrayPool<ulong>.Shared.Rent(2 * scores.Length);
        var entries = rented.AsSpan(0, scores.Length);
        var spare = rented.AsSpan(scores.Length, scores.Length);
        Span<int> starts = stackalloc int[Passes * Digits];
        Count(scores, entries, starts);
        for (var pass = 0; pass < Passes - 1; pass++)
        {
            Move(entries, starts.Slice(pass * Digits, Digits), pass, spare);
            var swapped = entries;
            entries = spare;
            spare = swapped;
        }

        // The last pass visits every score in the order of ranks, so nothing has to move.
        ref var rank = ref MemoryMarshal.GetReference(starts[^Digits..]);
        ref var logarithm = ref MemoryMarshal.GetArrayDataReference(logarithms);
        ref var score = ref MemoryMarshal.GetReference(scores);
        foreach (var entry in entries)
        {
            ref var next = ref Unsafe.Add(ref rank, DigitOf(entry, Passes - 1));
            Debug.Assert((uint)entry < (uint)scores.Length, "An entry holds the index of its score.");
            Debug.Assert((uint)next < (uint)scores.Length && next < logarithms.Length, "Ranks count scores.");
            Unsafe.Add(ref score, (int)(uint)entry) = 1 - (Unsafe.Add(ref logarithm, next++) / last);
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }

    /// <summary>Returns the normalised rank of one item among all, without ranking the others.</summary>
    /// <param name="scores">One score per item index.</param>
    /// <param name="item">The item index.</param>
    public static float Of(ReadOnlySpan<float> scores, int item)
    {
        // Ties rank by index: the rank counts scores of at least this one before it and above this one after it.
        var score = scores[item];
        var rank = CountAbove(scores[..item], MathF.BitDecrement(score)) + CountAbove(scores[item..], score);
        return 1 - (MathF.Log(1 + rank) / MathF.Log(scores.Length + 1));
    }

    /// <summary>Returns <c>ln(1 + rank)</c> by rank.</summary>
    /// <param name="count">The smallest number of ranks to return.</param>
    internal static float[] Logarithms(int count)
    {
        var known = _logarithms;
        if (known.Length >= count)
            return known;
        var logarithms = new float[count];
        for (var rank = 0; rank < count; rank++)
            logarithms[rank] = MathF.Log(1 + rank);
        return _logarithms = logarithms;
    }

    private static int CountAbove(ReadOnlySpan<float> scores, float score)
    {
        var threshold = Vector256.Create(score);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var counts = Vector256<int>.Zero;
        for (var block = 0; block < vectors.Length; block++)
            counts -= Vector256.GreaterThan(vectors[block], threshold).AsInt32();
        var count = Vector256.Sum(counts);
        foreach (var value in scores[(vectors.Length * Vector256<float>.Count)..])
            count += value > score ? 1 : 0;
        return count;
    }

    // Counts where each digit's entries start, for a radix sort from the last digit. The sort is stable: the thousands of movies
    // that tie without a score keep the order of their indices. A comparison sort of a catalogue takes five times as long.
    private static void Count(ReadOnlySpan<float> scores, Span<ulong> entries, Span<int> starts)
    {
        starts.Clear();
        for (var item = 0; item < scores.Length; item++)
        {
            var entry = ((ulong)DescendingKey(scores[item]) << 32) | (uint)item;
            entries[item] = entry;
            starts[DigitOf(entry, 0)]++;
            starts[Digits + DigitOf(entry, 1)]++;
            starts[(2 * Digits) + DigitOf(entry, 2)]++;
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var sum = 0;
            foreach (ref var start in starts.Slice(pass * Digits, Digits))
                (start, sum) = (sum, sum + start);
        }
    }

    // Here and in the last pass no position is checked: the positions come from counting, and each is visited once.
    private static void Move(ReadOnlySpan<ulong> entries, Span<int> starts, int pass, Span<ulong> moved)
    {
        ref var next = ref MemoryMarshal.GetReference(starts);
        ref var target = ref MemoryMarshal.GetReference(moved);
        Debug.Assert(starts.Length == Digits && moved.Length == entries.Length, "Every digit has a start, every entry a place.");
        foreach (var entry in entries)
        {
            ref var place = ref Unsafe.Add(ref next, DigitOf(entry, pass));
            Debug.Assert((uint)place < (uint)moved.Length, "Starts and counts add up to the number of entries.");
            Unsafe.Add(ref target, place++) = entry;
        }
    }

    private static int DigitOf(ulong entry, int pass) => (int)(entry >> (32 + (pass * DigitBits))) & (Digits - 1);

    // Maps scores to unsigned numbers in the reverse order; −0 and 0 map to one number.
    private static uint DescendingKey(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x8000_0000) == 0 ? 0x7FFF_FFFF - bits : bits;
    }
}
