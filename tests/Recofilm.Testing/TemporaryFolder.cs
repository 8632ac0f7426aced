namespace Recofilm.Testing;

/// <summary>Folders that tests may fill.</summary>
public static class TemporaryFolder
{
    /// <summary>Makes an empty folder; whoever asked deletes it.</summary>
    public static string Create(string purpose)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"recofilm-{purpose}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
