using System.Buffers;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Artifacts;

/// <summary>Bytes that are taken for values where they lie: a column of a file without a copy of it.</summary>
/// <param name="bytes">The bytes, in the processor's byte order; a rest that is no whole value is left out.</param>
internal sealed class CastMemory<T>(ReadOnlyMemory<byte> bytes) : MemoryManager<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    /// <remarks>For reading: what this becomes is handed out as <see cref="ReadOnlyMemory{T}"/> only.</remarks>
    public override Span<T> GetSpan()
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.Span);
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(values), values.Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => bytes[(elementIndex * Marshal.SizeOf<T>())..].Pin();

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle that Pin returns is that of the bytes, and lets go of them.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The bytes belong to whoever gave them.
    }
}
