namespace Recofilm.Testing;

/// <summary>A folder of MovieLens files that a test writes.</summary>
public sealed class DatasetFolder : IDisposable
{
    /// <summary>The path of the folder.</summary>
    public string Path { get; } = TemporaryFolder.Create("dataset");

    /// <summary>Writes a file with the given lines.</summary>
    public DatasetFolder With(string name, params string[] lines)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), string.Join('\n', lines) + "\n");
        return this;
    }

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
