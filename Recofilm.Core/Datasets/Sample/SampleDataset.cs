using System.Globalization;
using System.Text;

namespace Recofilm.Core.Datasets.Sample;

/// <summary>
/// Writes the sample catalogue and its simulated ratings as a folder of MovieLens files, which is imported like any other.
/// </summary>
public static class SampleDataset
{
    /// <summary>Writes movies.csv, tags.csv and ratings.csv; there are no links.</summary>
    /// <param name="folder">The folder, created when missing; files of the same names are replaced.</param>
    /// <param name="options">The simulated users; the defaults when omitted.</param>
    /// <param name="cancellationToken">Stops between two files or users.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task WriteAsync(
        string folder, SampleOptions? options = null, CancellationToken cancellationToken = default)
    {
        var catalog = SampleCatalog.Load();
        var ratings = SampleRatings.Simulate(catalog, options);
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { SampleCatalog.MoviesFile, SampleCatalog.TagsFile })
        {
            await using var source = SampleCatalog.Open(name);
            await using var target = File.Create(Path.Combine(folder, name));
            await source.CopyToAsync(target, cancellationToken);
        }

        await using var file = new StreamWriter(Path.Combine(folder, "ratings.csv"), append: false, new UTF8Encoding(false));
        file.NewLine = "\n";
        await file.WriteLineAsync("userId,movieId,rating,timestamp");
        for (var user = 0; user < ratings.UserCount; user++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var position = ratings.RowStarts[user]; position < ratings.RowStarts[user + 1]; position++)
            {
                var movieId = catalog[ratings.Items[position]].MovieId;
                await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{ratings.UserIds[user]},{movieId},{ratings.Ratings[position]:F1},{ratings.Timestamps[position]}"));
            }
        }
    }
}
