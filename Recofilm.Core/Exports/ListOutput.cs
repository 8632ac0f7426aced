using System.IO.Pipelines;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>Writes the output of an export while its lists are made.</summary>
internal sealed class ListOutput : IAsyncDisposable
{
    private static readonly PipeOptions _pipeOptions =
        new(pauseWriterThreshold: 16 << 20, resumeWriterThreshold: 8 << 20, useSynchronizationContext: false);

    private readonly Pipe _lists = new(_pipeOptions);
    private readonly CancellationToken _cancellationToken;
    private readonly Task _writing;

    private ListOutput(
        ExportTarget target, ExportHeader header, CatalogState catalog, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _writing = WriteAllAsync(target, header, catalog);
    }

    /// <summary>Begins with the lists that an earlier run has made.</summary>
    /// <param name="target">The output; its unfinished lists have a header.</param>
    /// <param name="header">That header.</param>
    /// <param name="catalog">The external identifiers of movies.</param>
    /// <param name="cancellationToken">Ends the writing; the output does not appear then.</param>
    public static async Task<ListOutput> BeginAsync(
        ExportTarget target, ExportHeader header, CatalogState catalog, CancellationToken cancellationToken)
    {
        var output = new ListOutput(target, header, catalog, cancellationToken);
        try
        {
            var made = await target.ReadPartialAsync(cancellationToken);
            await made.CopyToAsync(output._lists.Writer, cancellationToken);
            return output;
        }
        catch
        {
            await output.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds records.</summary>
    /// <param name="records">Whole records, as <see cref="ListRecord"/> writes them; they are copied.</param>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> records)
    {
        var flushed = await _lists.Writer.WriteAsync(records, _cancellationToken);
        if (flushed.IsCompleted)
            await _writing;
    }

    /// <summary>Waits until the output is there.</summary>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public async Task CompleteAsync()
    {
        await _lists.Writer.CompleteAsync();
        await _writing;
    }

    /// <summary>Gives up an output that is not complete.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lists.Writer.CompleteAsync(new OperationCanceledException());
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAllAsync(ExportTarget target, ExportHeader header, CatalogState catalog)
    {
        await Task.Yield();
        await using var input = _lists.Reader.AsStream();
        var lists = new ListReader(input);
        await target.WriteAsync(
            async output =>
            {
                await lists.ReadHeaderAsync(_cancellationToken);
                await (target.Format == ExportFormat.Parquet
                    ? ParquetListWriter.WriteAsync(lists, header, catalog, output, _cancellationToken)
                    : NdjsonListWriter.WriteAsync(lists, header, catalog, output, _cancellationToken));
            },
            _cancellationToken);
    }
}
