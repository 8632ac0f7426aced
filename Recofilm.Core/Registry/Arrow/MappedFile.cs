using System.Buffers;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Recofilm.Core.Registry.Arrow;

/// <summary>
/// Maps a file for reading in place: its pages are loaded at the first access, belong to the operating system instead
/// of the collected heap, and return to it at the disposal. The file has no name while it is mapped, so a killed
/// process leaves no file behind.
/// </summary>
/// <remarks>
/// Spans of the bytes are invalid after the disposal, so every computation on them holds a lease on their model. After it,
/// <see cref="GetSpan"/> throws.
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
        Debug.Assert((ulong)length <= view.ByteLength, "The view has the whole file.");
        view.AcquirePointer(ref _start);
        view.ReleasePointer();
    }

    /// <summary>Writes a temporary file and maps it.</summary>
    /// <param name="size">The expected number of bytes, which are allocated at once.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder for temporary files has no room.</exception>
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
        var path = Path.Combine(Path.GetTempPath(), $"recofilm-{Path.GetRandomFileName()}");
        await using var stream = new FileStream(path, options);
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
    /// <remarks>The span is only for reading: callers get the memory as <see cref="ReadOnlyMemory{T}"/>.</remarks>
    /// <exception cref="ObjectDisposedException">The file is unmapped.</exception>
    public override unsafe Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_view.IsClosed, this);
        return new Span<byte>(_start, _length);
    }

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        Debug.Assert((uint)elementIndex <= (uint)_length && !_view.IsClosed, "The memory that is pinned is mapped.");
        return new MemoryHandle(_start + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Mapped bytes never move, and the handle of Pin holds the reference that keeps the view.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _view.Dispose();
}
