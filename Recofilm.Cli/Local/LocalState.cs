using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Cli.Local;

/// <summary>
/// What <c>recofilm up</c> remembers between runs, in <c>.recofilm/state.json</c>: secrets made on the first run and
/// what has been loaded. Readable by its owner only.
/// </summary>
public sealed class LocalState
{
    private const string FileName = "state.json";

    /// <summary>The pepper of user keys: 256 random bits in base64.</summary>
    public required string Pepper { get; init; }

    /// <summary>The key that signs tokens: 256 random bits in base64.</summary>
    public required string SigningKey { get; init; }

    /// <summary>Data sets by database name.</summary>
    public Dictionary<string, LoadedDataset> Datasets { get; init; } = [];

    /// <summary>The folder that holds the state, created when missing.</summary>
    [JsonIgnore]
    public string Folder { get; private set; } = "";

    /// <summary>
    /// Finds the state folder: <paramref name="folder"/> when given, else <c>.recofilm</c> beside the solution that
    /// contains the current folder, else in the current folder.
    /// </summary>
    public static string Locate(string? folder)
    {
        if (folder is not null)
            return Path.GetFullPath(folder);
        var current = new DirectoryInfo(Environment.CurrentDirectory);
        for (var parent = current; parent is not null; parent = parent.Parent)
        {
            if (File.Exists(Path.Combine(parent.FullName, "Recofilm.sln")))
                return Path.Combine(parent.FullName, ".recofilm");
        }

        return Path.Combine(current.FullName, ".recofilm");
    }

    /// <summary>Reads the state of a folder, or makes a new one with fresh secrets.</summary>
    /// <exception cref="CommandException">The file is there but cannot be read as a state.</exception>
    public static LocalState Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        LocalState state;
        if (!File.Exists(path))
        {
            state = new LocalState { Pepper = NewSecret(), SigningKey = NewSecret() };
        }
        else
        {
            try
            {
                state = JsonSerializer.Deserialize(File.ReadAllBytes(path), LocalStateJson.Default.LocalState)
                    ?? throw new JsonException("The file is empty.");
            }
            catch (JsonException exception)
            {
                throw new CommandException(
                    $"{path} is not readable ({exception.Message}) Delete the folder {folder} to start afresh.", exception);
            }
        }

        state.Folder = folder;
        return state;
    }

    /// <summary>Writes the state: beside first, then renamed, so that a crash leaves the old one.</summary>
    public void Save() => WritePrivately(FileName, JsonSerializer.SerializeToUtf8Bytes(this, LocalStateJson.Default.LocalState));

    /// <summary>Writes a file of the state folder that only its owner may read.</summary>
    internal void WritePrivately(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Folder, name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var aside = path + ".new";
        File.Delete(aside);
        using (var stream = new FileStream(aside, options))
            stream.Write(content);
        File.Move(aside, path, overwrite: true);
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}

/// <summary>A data set that was loaded into a local database.</summary>
public sealed class LoadedDataset
{
    /// <summary>Identifies the files that were loaded: another value means they changed. Empty before the first load.</summary>
    public string Stamp { get; set; } = "";

    /// <summary>Whether a model was trained on them.</summary>
    public bool Trained { get; set; }

    /// <summary>The user whose credentials are shown.</summary>
    public int UserId { get; set; }

    /// <summary>That user's key.</summary>
    public string UserKey { get; set; } = "";

    /// <summary>An operator, who may train and switch models.</summary>
    public int OperatorId { get; set; }

    /// <summary>The operator's key.</summary>
    public string OperatorKey { get; set; } = "";

    /// <summary>The body of a login request as that user.</summary>
    public string ToLogin() => $$"""{"user_id":{{UserId}},"user_key":"{{UserKey}}"}""";
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LocalState))]
internal sealed partial class LocalStateJson : JsonSerializerContext;
