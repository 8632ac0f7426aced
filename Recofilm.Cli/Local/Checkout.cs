namespace Recofilm.Cli.Local;

/// <summary>The checkout of Recofilm's repository that this program was built in or is run in.</summary>
internal static class Checkout
{
    /// <summary>The folder of Recofilm.sln.</summary>
    /// <exception cref="LocalStartException">There is none.</exception>
    public static string FindRoot()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var isRoot = File.Exists(Path.Combine(folder.FullName, "package-lock.json"))
                    && File.Exists(Path.Combine(folder.FullName, "Recofilm.sln"));
                if (isRoot)
                    return folder.FullName;
            }
        }

        throw new LocalStartException(
            "This runs from a checkout of Recofilm: no folder above holds Recofilm.sln and package-lock.json.");
    }
}
