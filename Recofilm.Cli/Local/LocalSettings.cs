using System.Text.Json.Nodes;

namespace Recofilm.Cli.Local;

/// <summary>
/// The settings by which the program and the other commands reach what <c>recofilm up</c> started, by configuration key.
/// </summary>
public static class LocalSettings
{
    /// <summary>The file in the state folder that holds them, in the format of appsettings.json.</summary>
    public const string FileName = "settings.json";

    /// <summary>The settings for one data set.</summary>
    /// <param name="state">The secrets.</param>
    /// <param name="dataset">Decides on the container.</param>
    /// <param name="database">Connection string of the data set's database.</param>
    /// <param name="storage">Connection string of the storage.</param>
    public static IReadOnlyDictionary<string, string> Of(LocalState state, DatasetSource dataset, string database, string storage) =>
        new Dictionary<string, string>
        {
            ["ConnectionStrings:Recofilm"] = database,
            ["Recofilm:Storage:ConnectionString"] = storage,
            ["Recofilm:Storage:Container"] = dataset.ContainerName,
            ["Recofilm:Authentication:Pepper"] = state.Pepper,
            ["Recofilm:Authentication:SigningKeys:0:Kid"] = "local",
            ["Recofilm:Authentication:SigningKeys:0:Key"] = state.SigningKey,
            // The program is for whoever sits at this machine: the page offers its sample users.
            ["Recofilm:Authentication:AllowLoginByUserIdAlone"] = "true",
        };

    /// <summary>Writes the settings where the other commands look for them.</summary>
    public static void Save(LocalState state, IReadOnlyDictionary<string, string> settings)
    {
        var flat = new JsonObject(settings.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        state.WritePrivately(FileName, System.Text.Encoding.UTF8.GetBytes(flat.ToJsonString()));
    }
}
