namespace Recofilm.Testing;

/// <summary>Finds the MovieLens data set that developers may keep beside the checkout.</summary>
public static class MovieLens
{
    /// <summary>The folder with the files of ml-latest-small; <see langword="null"/> when it is missing.</summary>
    public static string? Folder { get; } = Find();

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
