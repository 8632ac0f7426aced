using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Database.Import;

/// <summary>Adds up the progress of several files.</summary>
internal sealed class ImportMeter
{
    private const long LinesBetweenReports = 1 << 16;
    private readonly IProgress<ImportProgress>? _progress;
    private readonly long _bytesTotal;
    private long _bytesOfClosedFiles;
    private long _rowsOfClosedFiles;

    public ImportMeter(MovieLensSource source, IProgress<ImportProgress>? progress)
    {
        _progress = progress;
        foreach (var name in (ReadOnlySpan<string>)["movies.csv", "links.csv", "tags.csv", "ratings.csv"])
        {
            if (source.TryOpen(name) is not { } file)
                continue;
            _bytesTotal += file.Length;
            file.Content.Dispose();
        }
    }

    public void Step(string step) =>
        _progress?.Report(new ImportProgress(step, _bytesOfClosedFiles, _bytesTotal, _rowsOfClosedFiles));

    /// <summary>Counts a line of a file that is being read.</summary>
    public void Line(MovieLensFileReader reader, long rows)
    {
        if (rows % LinesBetweenReports == 0)
        {
            _progress?.Report(new ImportProgress(
                $"reading {reader.FileName}", _bytesOfClosedFiles + reader.BytesRead, _bytesTotal,
                _rowsOfClosedFiles + rows));
        }
    }

    /// <summary>Counts a file that was read to its end.</summary>
    public void Close(MovieLensFileReader reader, long rows)
    {
        _bytesOfClosedFiles += reader.BytesRead;
        _rowsOfClosedFiles += rows;
        Step($"reading {reader.FileName}");
    }
}
