using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.LocalStack;

/// <summary>
/// The state that <c>recofilm up</c> keeps between runs, in <c>.recofilm/state.json</c>: secrets created on the first run
/// and the data sets that were loaded. Only its owner may read the file.
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
    /// Finds the state folder: <paramref name="folder"/> when given, otherwise <c>.recofilm</c> beside the solution that
    /// contains the current folder, otherwise beside the solution that contains this command (so that a command finds what
    /// <c>up</c> started from any folder), otherwise in the current folder.
    /// </summary>
    /// <param name="folder">The folder that the user named, or <see langword="null"/>.</param>
    /// <param name="current">The folder where the search starts; the current folder if left out.</param>
    public static string Locate(string? folder, string? current = null)
    {
        if (folder is not null)
            return Path.GetFullPath(folder);
        current ??= Environment.CurrentDirectory;
        var root = Checkout.TryFindRoot(current) ?? Checkout.TryFindRoot(AppContext.BaseDirectory);
        return Path.Combine(root ?? current, ".recofilm");
    }

    /// <summary>Reads the state of a folder, or creates one with new secrets.</summary>
    /// <exception cref="LocalStartException">The file exists but is not valid JSON of a state.</exception>
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
                throw new LocalStartException(
                    $"{path} is not readable ({exception.Message}) Delete the folder {folder} to start afresh.", exception);
            }
        }

        state.Folder = folder;
        return state;
    }

    /// <summary>Writes the state to a new file and renames it, so that a crash leaves the old state.</summary>
    public void Save() => WritePrivately(FileName, JsonSerializer.SerializeToUtf8Bytes(this, LocalStateJson.Default.LocalState));

    /// <summary>Writes a file in the state folder that only its owner may read.</summary>
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
    /// <summary>The stamp of the files that were loaded; it differs when they changed. Empty before the first load.</summary>
    public string Stamp { get; set; } = "";

    /// <summary>Whether a model was trained on the data set.</summary>
    public bool Trained { get; set; }

    /// <summary>The user whose credentials <c>up</c> prints.</summary>
    public int UserId { get; set; }

    /// <summary>That user's key.</summary>
    public string UserKey { get; set; } = "";

    /// <summary>An operator, who may train and switch models.</summary>
    public int OperatorId { get; set; }

    /// <summary>The operator's key.</summary>
    public string OperatorKey { get; set; } = "";

    /// <summary>Returns the body of a login request for <see cref="UserId"/>.</summary>
    public string ToLogin() => $$"""{"user_id":{{UserId}},"user_key":"{{UserKey}}"}""";
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LocalState))]
internal sealed partial class LocalStateJson : JsonSerializerContext;
