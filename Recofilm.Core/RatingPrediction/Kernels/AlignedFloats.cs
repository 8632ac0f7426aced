using System.Diagnostics;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// Floats at a fixed address that starts at a cache line. Kernels address them by pointer, and a row is whole lines, so
/// that a random row costs no miss more than its length needs.
/// </summary>
internal sealed unsafe class AlignedFloats
{
    private const int LineBytes = 64;
    private readonly float[] _storage;

    /// <param name="length">The number of floats, all 0.</param>
    public AlignedFloats(int length)
    {
        Length = length;
        _storage = GC.AllocateArray<float>(length + (LineBytes / sizeof(float)), pinned: true);
        var address = (nint)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        Pointer = (float*)((address + LineBytes - 1) & ~(nint)(LineBytes - 1));
        Debug.Assert(
            (nint)Pointer >= address && (nint)(Pointer + length) <= address + ((nint)_storage.Length * sizeof(float)),
            "The aligned floats lie within the pinned array.");
    }

    /// <summary>The first float; valid as long as this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <summary>Row <paramref name="index"/> of rows of <paramref name="width"/> floats.</summary>
    public Span<float> Row(int index, int width) => Span.Slice(index * width, width);
}
