namespace Recofilm.Core.Exports;

/// <summary>A file, with the unfinished lists in a file beside it.</summary>
internal sealed class FileExportTarget : ExportTarget
{
    private const string UnfinishedSuffix = ".writing";

    private readonly string _path;
    private readonly FileStream _partial;
    private bool _isDeleted;

    private FileExportTarget(string path, ExportFormat format, FileStream partial)
        : base(path, format) => (_path, _partial) = (path, partial);

    public static FileExportTarget Open(string path, ExportFormat format)
    {
        var full = Path.GetFullPath(path);
        try
        {
            // Nobody else may open it, so two runs cannot mix their lists.
            return new FileExportTarget(full, format, new FileStream(
                full + PartialSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException)
            && File.Exists(full + PartialSuffix))
        {
            throw new ExportRunningException(path);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        // A run that ended before its first list leaves nothing behind.
        var isEmpty = !_isDeleted && _partial.Length == 0;
        await _partial.DisposeAsync();
        if (isEmpty)
            File.Delete(_path + PartialSuffix);
    }

    internal override Task<Stream> ReadPartialAsync(CancellationToken cancellationToken)
    {
        _partial.Position = 0;
        return Task.FromResult<Stream>(_partial);
    }

    internal override Task TruncatePartialAsync(long length, CancellationToken cancellationToken)
    {
        _partial.SetLength(length);
        _partial.Position = length;
        return Task.CompletedTask;
    }

    internal override async Task AppendPartialAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _partial.Position = _partial.Length;
        // A half-written record is not read back, so a cancellation need not wait for the write.
        await _partial.WriteAsync(bytes, cancellationToken);
    }

    internal override Task DeletePartialAsync(CancellationToken cancellationToken)
    {
        File.Delete(_path + PartialSuffix);
        _isDeleted = true;
        return Task.CompletedTask;
    }

    internal override async Task WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var unfinished = _path + UnfinishedSuffix;
        try
        {
            await using (var output = new FileStream(
                unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync: true))
            {
                await write(output);
                output.Flush(flushToDisk: true);
            }

            File.Move(unfinished, _path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
