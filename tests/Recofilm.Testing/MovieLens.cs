using Recofilm.Core.Datasets.Sample;

namespace Recofilm.Testing;

/// <summary>Finds the MovieLens data set that developers may keep beside the checkout.</summary>
public static class MovieLens
{
    /// <summary>The folder with the files of ml-latest-small; <see langword="null"/> when it is missing.</summary>
    public static string? Folder { get; } = Find();

    private static readonly Lazy<Task<string>> _folderOrSample = new(FindOrWriteAsync);

    /// <summary>
    /// Returns the folder, or where it is missing one with the sample data set: for tests that know no figures of the data.
    /// </summary>
    public static Task<string> FolderOrSampleAsync() => _folderOrSample.Value;

    private static async Task<string> FindOrWriteAsync()
    {
        if (Folder is not null)
            return Folder;
        var folder = TemporaryFolder.Create("sample");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await SampleDataset.WriteAsync(folder);
        return folder;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "ml-latest-small");
            if (File.Exists(Path.Combine(candidate, "ratings.csv")))
                return candidate;
        }

        return null;
    }
}
