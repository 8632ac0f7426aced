namespace Recofilm.Testing;

/// <summary>Finds the output of the build.</summary>
public static class BuiltProgram
{
    /// <summary>The folder of the solution.</summary>
    public static string Solution { get; } = FindSolution();

    /// <summary>"Debug" or "Release", like the running tests.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar)).Parent!.Name;

    /// <summary>The main file of the functions program.</summary>
    public static string Path { get; } = Of("Recofilm.Functions");

    /// <summary>The functions program's folder, which a Functions host can run.</summary>
    public static string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Returns the main file of a project.</summary>
    /// <param name="folders">The path of the project's folder in the solution; the last part is the project's name.</param>
    public static string Of(params string[] folders) => System.IO.Path.Combine(
        [Solution, .. folders, "bin", Configuration, "net10.0", $"{folders[^1]}.dll"]);

    private static string FindSolution()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Recofilm.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run from within the solution's folder.");
    }
}
