namespace Recofilm.Testing;

/// <summary>The settings with which a test starts the program.</summary>
/// <param name="Database">A PostgreSQL connection string.</param>
/// <param name="Storage">A storage connection string.</param>
/// <param name="Container">The blob container of the models.</param>
public sealed record ProgramSettings(string Database, string Storage, string Container)
{
    /// <summary>The key that the program signs tokens with, in base64.</summary>
    public const string SigningKey = "c2lnbmluZy1rZXktb2YtdGhlLXRlc3RzLW9mLXJlY29maWxt";

    /// <summary>The name of that key.</summary>
    public const string Kid = "test-key";

    /// <summary>The pepper of user keys, in base64.</summary>
    public const string Pepper = "cGVwcGVyLW9mLXRoZS10ZXN0cy1vZi1yZWNvZmlsbS1vbmx5";

    /// <summary>The program's main file or executable; by default the output of the solution's build.</summary>
    public string Program { get; init; } = BuiltProgram.Path;

    /// <summary>Further environment variables, such as <c>Recofilm__Http__LoginsPerMinute</c>; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The variables set for every test, except the address.</summary>
    public IEnumerable<string> Names => Environment(port: 0).Keys.Except(["ASPNETCORE_URLS"]);

    /// <summary>The settings of the app behind a Functions host.</summary>
    public IReadOnlyDictionary<string, string?> HostVariables
    {
        get
        {
            var variables = Environment(port: 0);
            variables.Remove("ASPNETCORE_URLS");
            variables.TryAdd("AzureWebJobsStorage", Storage);
            // The host resolves schedules itself and has no defaults.
            variables.TryAdd("Recofilm__Training__Schedule", "0 15 3 * * *");
            variables.TryAdd("Recofilm__Feedback__Schedule", "0 */15 * * * *");
            // The interval at which an idle queue is polled.
            variables.TryAdd("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:01");
            return variables;
        }
    }

    /// <summary>These settings with one more environment variable, or without it if its value is null.</summary>
    public ProgramSettings With(string name, string? value) =>
        this with { Variables = new Dictionary<string, string?>(Variables) { [name] = value } };

    /// <summary>The environment of the process.</summary>
    internal Dictionary<string, string?> Environment(int port)
    {
        var variables = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Recofilm"] = Database,
            ["Recofilm__Storage__ConnectionString"] = Storage,
            ["Recofilm__Storage__Container"] = Container,
            ["Recofilm__Training__Queue"] = $"{Container}-training",
            ["Recofilm__Training__PollInterval"] = "00:00:00.2",
            // How well a full training does is tested where models are fitted.
            ["Recofilm__Training__Quick"] = "true",
            ["Recofilm__Model__PollInterval"] = "00:00:01",
            ["Recofilm__Authentication__SigningKeys__0__Kid"] = Kid,
            ["Recofilm__Authentication__SigningKeys__0__Key"] = SigningKey,
            ["Recofilm__Authentication__Pepper"] = Pepper,
            ["Recofilm__Http__LoginsPerMinute"] = "100000",
            ["Recofilm__Http__RegistrationsPerMinute"] = "100000",
            ["Recofilm__Http__FailedLoginsPerMinute"] = "100000",
            // Long timeouts for machines that are busy with other tests.
            ["Recofilm__Database__CommandTimeout"] = "00:00:30",
            ["Recofilm__Database__ConnectTimeout"] = "00:00:30",
            ["Recofilm__Telemetry__DatabaseProbeInterval"] = "00:00:01",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        };
        foreach (var (name, value) in Variables)
            variables[name] = value;
        return variables;
    }
}
