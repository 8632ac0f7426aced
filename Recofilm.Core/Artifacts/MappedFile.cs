using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// A file that is read in place: its pages come into memory when they are first touched, belong to the operating system rather
/// than to the collected heap, and are given back when the last reference to this object is gone. The file has no name by then,
/// so that a process that is killed leaves none behind.
/// </summary>
/// <remarks>
/// Who computes on the bytes must keep a reference until the computation ends (<see cref="GC.KeepAlive"/>): spans do not.
/// </remarks>
internal sealed class MappedFile : MemoryManager<byte>
{
    private readonly SafeMemoryMappedViewHandle _view;
    private readonly unsafe byte* _start;
    private readonly int _length;

    private unsafe MappedFile(SafeMemoryMappedViewHandle view, int length)
    {
        _view = view;
        _length = length;
        view.AcquirePointer(ref _start);
        view.ReleasePointer();
    }

    /// <summary>Writes a file aside and maps it.</summary>
    /// <param name="size">How many bytes are expected: room is made for them at once.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">There is no room in the folder for temporary files.</exception>
    public static async Task<MappedFile> CreateAsync(long size, Func<Stream, Task> write)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            PreallocationSize = size,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(Path.Combine(Path.GetTempPath(), $"recofilm-{Path.GetRandomFileName()}"), options);
        await write(stream);
        await stream.FlushAsync();
        if (stream.Length is 0 or > int.MaxValue)
            throw new InvalidDataException($"A file of a model has {stream.Length} bytes.");
        using var map = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
        return new MappedFile(view, (int)stream.Length);
    }

    /// <inheritdoc/>
    /// <remarks>For reading: what this becomes is handed out as <see cref="ReadOnlyMemory{T}"/> only.</remarks>
    public override unsafe Span<byte> GetSpan() => new(_start, _length);

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex, pinnable: this);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Nothing ever moves; the handle of Pin holds the reference that keeps the view.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _view.Dispose();
}
