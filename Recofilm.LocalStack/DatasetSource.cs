using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Recofilm.LocalStack;

/// <summary>The source of the data of <c>recofilm up</c>: the built-in sample, a folder or archive, or a download.</summary>
/// <param name="Name">A short name; the database and the container carry it, so that data sets never mix.</param>
/// <param name="Path">A folder or .zip of MovieLens files; <see langword="null"/> for the built-in sample.</param>
/// <param name="Stamp">A text that changes when the files change.</param>
public sealed record DatasetSource(string Name, string? Path, string Stamp)
{
    /// <summary>The name of the built-in sample.</summary>
    public const string Sample = "sample";

    /// <summary>The local database of this data set.</summary>
    public string DatabaseName => "recofilm_" + Name.Replace('-', '_');

    /// <summary>The local blob container of this data set's models.</summary>
    public string ContainerName => "models-" + Name;

    /// <summary>The local queue of this data set's trainings.</summary>
    public string QueueName => "train-" + Name;

    /// <summary>Parses the value of <c>--dataset</c>, and downloads a known data set when it names one.</summary>
    /// <param name="dataset">
    /// <see langword="null"/> or "sample", a path to a folder or .zip, or the name of a known data set.
    /// </param>
    /// <param name="stateFolder">The folder that keeps downloads.</param>
    /// <param name="progress">Receives the share downloaded, 0 to 1.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="LocalStartException">There is no such data set, or it lacks a file.</exception>
    public static async Task<DatasetSource> ResolveAsync(
        string? dataset, string stateFolder, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (dataset is null or Sample)
            return new DatasetSource(Sample, null, "built-in");
        if (Directory.Exists(dataset) || File.Exists(dataset))
            return FromFiles(System.IO.Path.GetFullPath(dataset));
        if (KnownDataset.Find(dataset) is not { } known)
        {
            throw new LocalStartException(
                $"--dataset must be a folder, a .zip or a known data set ({Sample}, {string.Join(", ", KnownDataset.Names)}); "
                + $"got '{dataset}'.");
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
                throw new LocalStartException($"{path} must hold movies.csv and ratings.csv, as MovieLens' data sets do.");
        }
        else if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            files = [new FileInfo(path)];
        }
        else
        {
            throw new LocalStartException($"--dataset must be a folder or a .zip of MovieLens files; got '{path}'.");
        }

        var stamp = Hash(string.Join('\n', files.Select(file => string.Create(
            CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc:O}"))));
        return new DatasetSource(NameOf(path), path, stamp);
    }

    /// <summary>Joins a readable part and a hash of the path, within the limits of database and container names.</summary>
    private static string NameOf(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        var letters = name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(24).ToArray();
        return $"{new string(letters)}-{Hash(path)[..8]}".TrimStart('-');
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
