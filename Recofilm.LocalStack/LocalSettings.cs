using System.Text.Json.Nodes;

namespace Recofilm.LocalStack;

/// <summary>
/// The settings by which the program and the other commands reach what <c>recofilm up</c> started, by configuration key.
/// </summary>
public static class LocalSettings
{
    /// <summary>The file in the state folder that holds them, in the format of appsettings.json.</summary>
    public const string FileName = "settings.json";

    /// <summary>The address at which the program serves: no setting of its own, but one of who calls it.</summary>
    public const string AddressKey = "Recofilm";

    /// <summary>The settings for one data set.</summary>
    /// <param name="state">The secrets.</param>
    /// <param name="dataset">Decides on the container.</param>
    /// <param name="database">Connection string of the data set's database.</param>
    /// <param name="storage">Connection string of the storage.</param>
    public static IReadOnlyDictionary<string, string> Of(
        LocalState state, DatasetSource dataset, string database, string storage) =>
        new Dictionary<string, string>
        {
            ["ConnectionStrings:Recofilm"] = database,
            ["Recofilm:Storage:ConnectionString"] = storage,
            ["Recofilm:Storage:Container"] = dataset.ContainerName,
            ["Recofilm:Training:Queue"] = dataset.QueueName,
            ["Recofilm:Authentication:Pepper"] = state.Pepper,
            ["Recofilm:Authentication:SigningKeys:0:Kid"] = "local",
            ["Recofilm:Authentication:SigningKeys:0:Key"] = state.SigningKey,
            // The program is for whoever sits at this machine: the page offers its sample users.
            ["Recofilm:Authentication:AllowLoginByUserIdAlone"] = "true",
            ["Recofilm:Website:SimulatedRatings"] = dataset.Name == DatasetSource.Sample ? "true" : "false",
        };

    /// <summary>Reads what <see cref="Save"/> wrote, by configuration key, without the address.</summary>
    /// <param name="stateFolder">The folder of local state.</param>
    /// <exception cref="LocalStartException">There is no such file: nothing was started with this state.</exception>
    public static IReadOnlyDictionary<string, string> Read(string stateFolder)
    {
        var path = Path.Combine(stateFolder, FileName);
        if (!File.Exists(path))
            throw new LocalStartException($"{path} is missing: start everything with 'recofilm up' first.");
        return JsonNode.Parse(File.ReadAllBytes(path))!.AsObject()
            .Where(setting => setting.Key != AddressKey)
            .ToDictionary(setting => setting.Key, setting => setting.Value!.ToString());
    }

    /// <summary>Writes the settings where the other commands look for them.</summary>
    /// <param name="state">The folder.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="address">Where the program serves.</param>
    public static void Save(LocalState state, IReadOnlyDictionary<string, string> settings, Uri address)
    {
        var flat = new JsonObject(settings.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        flat[AddressKey] = address.ToString();
        state.WritePrivately(FileName, System.Text.Encoding.UTF8.GetBytes(flat.ToJsonString()));
    }
}
