namespace Recofilm.Core.Collaborative.Svd;

/// <summary>
/// Floats that never move and start at a cache line: kernels address them by pointer, and a 16-wide row is one line, so that
/// a random row costs one miss and not two.
/// </summary>
internal sealed unsafe class AlignedFloats
{
    private const int LineBytes = 64;
    private readonly float[] _storage;

    /// <param name="length">How many floats, all 0.</param>
    public AlignedFloats(int length)
    {
        Length = length;
        _storage = GC.AllocateArray<float>(length + (LineBytes / sizeof(float)), pinned: true);
        var address = (nint)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        Pointer = (float*)((address + LineBytes - 1) & ~(nint)(LineBytes - 1));
    }

    /// <summary>The first float; valid as long as this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>How many floats.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <summary>Row <paramref name="index"/> of <see cref="FactorLayout.Rank"/> floats.</summary>
    public Span<float> Row(int index) => Span.Slice(index * FactorLayout.Rank, FactorLayout.Rank);
}
