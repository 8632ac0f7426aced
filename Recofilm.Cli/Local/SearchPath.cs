namespace Recofilm.Cli.Local;

/// <summary>Looks for programs where a shell would.</summary>
internal static class SearchPath
{
    /// <summary>The full path of a program on the PATH, or <see langword="null"/>.</summary>
    public static string? Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return Folders().SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>The folders of the PATH.</summary>
    public static string[] Folders() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
