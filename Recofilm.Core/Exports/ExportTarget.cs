using Azure.Storage.Blobs;

namespace Recofilm.Core.Exports;

/// <summary>
/// The output of an export, and beside it the lists of an unfinished run. Only one run at a time has it open.
/// </summary>
public abstract class ExportTarget : IAsyncDisposable
{
    /// <summary>The ending of the name of the unfinished lists.</summary>
    internal const string PartialSuffix = ".partial";

    /// <param name="name">The name of the output.</param>
    /// <param name="format">The format of the output.</param>
    private protected ExportTarget(string name, ExportFormat format) => (Name, Format) = (name, format);

    /// <summary>The name of the output.</summary>
    public string Name { get; }

    /// <summary>The format of the output.</summary>
    public ExportFormat Format { get; }

    /// <summary>Cancelled when another run may have the target, so that this one must stop.</summary>
    internal virtual CancellationToken Lost => CancellationToken.None;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="format">The format of the output.</param>
    /// <exception cref="ExportRunningException">Another run has it open.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ExportTarget OpenFile(string path, ExportFormat format) => FileExportTarget.Open(path, format);

    /// <summary>Opens a blob.</summary>
    /// <param name="container">The container of the models.</param>
    /// <param name="name">The name of the blob in the container.</param>
    /// <param name="format">The format of the output.</param>
    /// <param name="time">The clock for renewing the lease.</param>
    /// <exception cref="ExportRunningException">Another run has it open.</exception>
    public static Task<ExportTarget> OpenBlobAsync(
        BlobContainerClient container, string name, ExportFormat format, TimeProvider time,
        CancellationToken cancellationToken = default) =>
        BlobExportTarget.OpenAsync(container, name, format, time, cancellationToken);

    /// <summary>Throws the unfinished lists of an earlier run away.</summary>
    public Task RestartAsync(CancellationToken cancellationToken = default) => TruncatePartialAsync(0, cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Returns the unfinished lists from their first byte on; the stream belongs to the target.</summary>
    internal abstract Task<Stream> ReadPartialAsync(CancellationToken cancellationToken);

    /// <summary>Shortens the unfinished lists.</summary>
    /// <param name="length">Their length in bytes; 0 to begin anew.</param>
    internal abstract Task TruncatePartialAsync(long length, CancellationToken cancellationToken);

    /// <summary>Appends to the unfinished lists; the bytes are kept when this returns.</summary>
    internal abstract Task AppendPartialAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Deletes the unfinished lists.</summary>
    internal abstract Task DeletePartialAsync(CancellationToken cancellationToken);

    /// <summary>Writes the output, which appears with its last byte and replaces an earlier one.</summary>
    /// <param name="write">Writes the bytes to a stream that cannot seek, but knows its position.</param>
    internal abstract Task WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken);
}
