namespace Recofilm.LocalStack;

/// <summary>The checkout of Recofilm's repository in which this program was built or runs.</summary>
internal static class Checkout
{
    /// <summary>The folder of Recofilm.sln.</summary>
    /// <exception cref="LocalStartException">This program is not in a checkout.</exception>
    public static string FindRoot() =>
        TryFindRoot(AppContext.BaseDirectory) ?? TryFindRoot(Environment.CurrentDirectory)
        ?? throw new LocalStartException(
            "This runs from a checkout of Recofilm: no folder above holds Recofilm.sln and package-lock.json.");

    /// <summary>The folder of Recofilm.sln at or above a folder, or <see langword="null"/> when there is none.</summary>
    public static string? TryFindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var isRoot = File.Exists(Path.Combine(folder.FullName, "package-lock.json"))
                && File.Exists(Path.Combine(folder.FullName, "Recofilm.sln"));
            if (isRoot)
                return folder.FullName;
        }

        return null;
    }
}
