using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests;

/// <summary>The files of the repository.</summary>
internal static class Repository
{
    /// <summary>The full path of a file or folder.</summary>
    public static string PathOf(string relative) => Path.Combine(BuiltProgram.Solution, relative);

    /// <summary>The text of a file.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Whether there is such a file or folder.</summary>
    public static bool Has(string relative) => Path.Exists(PathOf(relative));

    /// <summary>Files of a folder, as paths from the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern)
            .Select(file => Path.GetRelativePath(BuiltProgram.Solution, file)).Order();
}
