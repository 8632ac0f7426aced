using System.Security.Cryptography;

namespace Recofilm.LocalStack;

/// <summary>A published data set that is downloaded by name; its own README holds its licence.</summary>
/// <param name="Name">The name that <c>--dataset</c> takes.</param>
/// <param name="Address">The address at which GroupLens publishes the archive.</param>
/// <param name="Sha256">The archive's checksum, lower-case hexadecimal.</param>
public sealed record KnownDataset(string Name, Uri Address, string Sha256)
{
    private static readonly KnownDataset[] All =
    [
        new("ml-latest-small", new Uri("https://files.grouplens.org/datasets/movielens/ml-latest-small.zip"),
            "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436"),
        new("ml-25m", new Uri("https://files.grouplens.org/datasets/movielens/ml-25m.zip"),
            "8b21cfb7eb1706b4ec0aac894368d90acf26ebdfb6aced3ebd4ad5bd1eb9c6aa"),
    ];

    /// <summary>The names of the known data sets.</summary>
    public static IEnumerable<string> Names => All.Select(known => known.Name);

    /// <summary>Finds a known data set by name.</summary>
    public static KnownDataset? Find(string name) => Array.Find(All, known => known.Name == name);

    /// <summary>Downloads the archive unless it is there already, and verifies its checksum either way.</summary>
    /// <param name="folder">The folder that keeps archives.</param>
    /// <param name="progress">Receives the share downloaded, 0 to 1.</param>
    /// <param name="cancellationToken">Stops the download; the next call does not use the partial file.</param>
    /// <returns>The path of the verified archive.</returns>
    /// <exception cref="LocalStartException">The download failed or has another checksum.</exception>
    public async Task<string> DownloadAsync(string folder, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, Name + ".zip");
        if (File.Exists(archive) && await HashAsync(archive, cancellationToken) == Sha256)
            return archive;

        var part = archive + ".part";
        try
        {
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            using var response = await client.GetAsync(Address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var file = File.Create(part);
            await CopyAsync(body, file, response.Content.Headers.ContentLength, progress, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new LocalStartException(
                $"{Name} could not be downloaded from {Address} ({exception.Message}). "
                + "Download it by other means and give its path to --dataset.", exception);
        }

        var hash = await HashAsync(part, cancellationToken);
        if (hash != Sha256)
        {
            File.Delete(part);
            throw new LocalStartException($"The checksum of {Address} must be {Sha256}; got {hash}. The download was deleted.");
        }

        File.Move(part, archive, overwrite: true);
        return archive;
    }

    private static async Task CopyAsync(
        Stream source, FileStream target, long? length, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (length is > 0)
                progress.Report((double)target.Position / length.Value);
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
