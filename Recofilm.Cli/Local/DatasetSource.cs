using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Recofilm.Cli.Local;

/// <summary>Where the data of <c>recofilm up</c> comes from: the built-in sample, a folder or archive, or a download.</summary>
/// <param name="Name">Short name; also names the database and the container, so that data sets never mix.</param>
/// <param name="Path">A folder or .zip of MovieLens files; <see langword="null"/> for the built-in sample.</param>
/// <param name="Stamp">Changes when the files do.</param>
public sealed record DatasetSource(string Name, string? Path, string Stamp)
{
    /// <summary>The name of the built-in sample.</summary>
    public const string Sample = "sample";

    /// <summary>The local database of this data set.</summary>
    public string DatabaseName => "recofilm_" + Name.Replace('-', '_');

    /// <summary>The local blob container of this data set's models.</summary>
    public string ContainerName => "models-" + Name;

    /// <summary>Understands the value of <c>--dataset</c>, downloading a known data set when it is named.</summary>
    /// <param name="dataset">Nothing or "sample", a path to a folder or .zip, or the name of a known data set.</param>
    /// <param name="stateFolder">Where downloads are kept.</param>
    /// <param name="progress">Receives the share downloaded, 0 to 1.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="CommandException">There is no such data set, or it lacks a file.</exception>
    public static async Task<DatasetSource> ResolveAsync(
        string? dataset, string stateFolder, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (dataset is null or Sample)
            return new DatasetSource(Sample, null, "built-in");
        if (Directory.Exists(dataset) || File.Exists(dataset))
            return FromFiles(System.IO.Path.GetFullPath(dataset));
        if (KnownDataset.Find(dataset) is not { } known)
        {
            throw new CommandException(
                $"'{dataset}' is no folder, no file and no known data set ({Sample}, {string.Join(", ", KnownDataset.Names)}).");
        }

        var archive = await known.DownloadAsync(System.IO.Path.Combine(stateFolder, "downloads"), progress, cancellationToken);
        return new DatasetSource(known.Name, archive, known.Sha256);
    }

    private static DatasetSource FromFiles(string path)
    {
        List<FileInfo> files;
        if (Directory.Exists(path))
        {
            files = [.. new DirectoryInfo(path).EnumerateFiles("*.csv").OrderBy(file => file.Name, StringComparer.Ordinal)];
            if (!files.Exists(file => file.Name == "ratings.csv") || !files.Exists(file => file.Name == "movies.csv"))
                throw new CommandException($"{path} holds no movies.csv and ratings.csv, so it is no MovieLens data set.");
        }
        else if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            files = [new FileInfo(path)];
        }
        else
        {
            throw new CommandException($"{path} is neither a folder nor a .zip of MovieLens files.");
        }

        var stamp = Hash(string.Join('\n', files.Select(file => string.Create(
            CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc:O}"))));
        return new DatasetSource(NameOf(path), path, stamp);
    }

    /// <summary>A readable part and a hash of the place, within the limits of database and container names.</summary>
    private static string NameOf(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        var letters = name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(24).ToArray();
        return $"{new string(letters)}-{Hash(path)[..8]}".TrimStart('-');
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
