using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Registry.Arrow;

/// <summary>Presents bytes as values in place, so that a column of a file is read without a copy.</summary>
/// <param name="bytes">The bytes, in the processor's byte order; an incomplete value at the end is left out.</param>
internal sealed class CastMemory<T>(ReadOnlyMemory<byte> bytes) : MemoryManager<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    /// <remarks>The span is only for reading: callers get the memory as <see cref="ReadOnlyMemory{T}"/>.</remarks>
    public override Span<T> GetSpan()
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.Span);
        Debug.Assert(values.Length * Marshal.SizeOf<T>() <= bytes.Length, "The values lie within the bytes.");
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(values), values.Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => bytes[(elementIndex * Marshal.SizeOf<T>())..].Pin();

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle that Pin returns belongs to the bytes and releases them itself.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The bytes belong to the caller of the constructor.
    }
}
