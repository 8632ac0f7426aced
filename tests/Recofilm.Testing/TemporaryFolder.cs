namespace Recofilm.Testing;

/// <summary>Creates folders for the files of tests.</summary>
public static class TemporaryFolder
{
    /// <summary>Creates an empty folder, which the caller deletes.</summary>
    public static string Create(string purpose)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"recofilm-{purpose}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
