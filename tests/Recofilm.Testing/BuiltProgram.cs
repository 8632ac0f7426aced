namespace Recofilm.Testing;

/// <summary>Finds what the build made.</summary>
public static class BuiltProgram
{
    /// <summary>The folder of the solution.</summary>
    public static string Solution { get; } = FindSolution();

    /// <summary>"Debug" or "Release": as the running tests were built.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar)).Parent!.Name;

    /// <summary>The main file of the functions program.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Solution, "Recofilm.Functions", "bin", Configuration, "net10.0", "Recofilm.Functions.dll");

    private static string FindSolution()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Recofilm.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run from within the solution's folder.");
    }
}
