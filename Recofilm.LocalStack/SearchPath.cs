namespace Recofilm.LocalStack;

/// <summary>Finds programs on the PATH, as a shell does.</summary>
internal static class SearchPath
{
    /// <summary>Returns the full path of a program on the PATH, or <see langword="null"/>.</summary>
    public static string? Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return Folders().SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>Returns the folders of the PATH.</summary>
    public static string[] Folders() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
