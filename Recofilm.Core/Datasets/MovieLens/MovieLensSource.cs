using System.IO.Compression;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>A folder or .zip archive with MovieLens files. An archive may hold them in a folder.</summary>
public sealed class MovieLensSource : IDisposable
{
    // Deflate makes nothing smaller than this; an archive that claims more would have memory made ready for nothing.
    private const int LargestRatio = 1032;

    private readonly string _path;
    private readonly ZipArchive? _archive;

    /// <summary>Opens a folder or archive.</summary>
    /// <param name="path">The folder that holds movies.csv, or a .zip file.</param>
    /// <exception cref="MovieLensFormatException">There is no such folder or archive, or it is damaged.</exception>
    public MovieLensSource(string path)
    {
        _path = path;
        if (Directory.Exists(path))
            return;
        if (!File.Exists(path))
            throw new MovieLensFormatException($"There is no folder or file '{path}'.");
        try
        {
            _archive = ZipFile.OpenRead(path);
        }
        catch (InvalidDataException)
        {
            throw new MovieLensFormatException($"'{path}' is not a readable .zip archive.");
        }
    }

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="name">The file's name, such as "movies.csv"; case does not matter.</param>
    /// <returns>The file's content and length in bytes, or <see langword="null"/> when there is no such file.</returns>
    /// <exception cref="MovieLensFormatException">The archive is damaged.</exception>
    public (Stream Content, long Length)? TryOpen(string name)
    {
        if (_archive is not null)
            return TryOpenEntry(_archive, name);
        var path = Directory.EnumerateFiles(_path)
            .Where(file => Path.GetFileName(file).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).FirstOrDefault();
        return path is null ? null : OpenFile(path);
    }

    /// <summary>Opens a file by its path.</summary>
    /// <exception cref="MovieLensFormatException">The file does not exist.</exception>
    internal static (Stream Content, long Length) OpenFile(string path)
    {
        if (!File.Exists(path))
            throw new MovieLensFormatException($"There is no file '{path}'.");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return (stream, stream.Length);
    }

    /// <summary>Opens a required file of the data set.</summary>
    /// <exception cref="MovieLensFormatException">The file does not exist.</exception>
    public (Stream Content, long Length) Open(string name) =>
        TryOpen(name) ?? throw new MovieLensFormatException($"'{_path}' holds no {name}.");

    private (Stream Content, long Length)? TryOpenEntry(ZipArchive archive, string name)
    {
        try
        {
            // The shallowest: archives of macOS hold a second, useless file of the same name deeper down.
            var entry = archive.Entries
                .Where(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .MinBy(entry => entry.FullName.Count(c => c == '/'));
            return entry is null ? null : (entry.Open(), Math.Min(entry.Length, new FileInfo(_path).Length * LargestRatio));
        }
        catch (InvalidDataException exception)
        {
            throw new MovieLensFormatException($"'{_path}' is not a readable .zip archive: {exception.Message}");
        }
    }

    /// <summary>Closes the archive.</summary>
    public void Dispose() => _archive?.Dispose();
}
