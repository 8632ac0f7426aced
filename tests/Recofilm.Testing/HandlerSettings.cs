namespace Recofilm.Testing;

/// <summary>How a test starts the program.</summary>
/// <param name="Database">A PostgreSQL connection string.</param>
/// <param name="Storage">A storage connection string.</param>
/// <param name="Container">The blob container of the models.</param>
public sealed record HandlerSettings(string Database, string Storage, string Container)
{
    /// <summary>The key that the program signs tokens with, in base64.</summary>
    public const string SigningKey = "c2lnbmluZy1rZXktb2YtdGhlLXRlc3RzLW9mLXJlY29maWxt";

    /// <summary>The name of that key.</summary>
    public const string Kid = "test-key";

    /// <summary>The pepper of user keys, in base64.</summary>
    public const string Pepper = "cGVwcGVyLW9mLXRoZS10ZXN0cy1vZi1yZWNvZmlsbS1vbmx5";

    /// <summary>The program's main file or executable; by default what the solution's build made.</summary>
    public string Program { get; init; } = BuiltProgram.Path;

    /// <summary>Whether it starts as a Functions host starts it, or on its own.</summary>
    public bool AsCustomHandler { get; init; } = true;

    /// <summary>Other environment variables, such as <c>Recofilm__Http__LoginsPerMinute</c>; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The variables set for every test, but for those by which the host tells the port.</summary>
    public IEnumerable<string> Names => Environment(port: 0).Keys.Except(["FUNCTIONS_CUSTOMHANDLER_PORT", "ASPNETCORE_URLS"]);

    /// <summary>The environment of the process.</summary>
    internal Dictionary<string, string?> Environment(int port)
    {
        var variables = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Recofilm"] = Database,
            ["Recofilm__Storage__ConnectionString"] = Storage,
            ["Recofilm__Storage__Container"] = Container,
            ["Recofilm__Model__PollInterval"] = "00:00:01",
            ["Recofilm__Authentication__SigningKeys__0__Kid"] = Kid,
            ["Recofilm__Authentication__SigningKeys__0__Key"] = SigningKey,
            ["Recofilm__Authentication__Pepper"] = Pepper,
            ["Recofilm__Http__LoginsPerMinute"] = "100000",
            ["Recofilm__Http__RegistrationsPerMinute"] = "100000",
            ["Recofilm__Telemetry__DatabaseProbeInterval"] = "00:00:01",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            // The Functions host hands its own address down; the handler must not take it.
            ["ASPNETCORE_URLS"] = AsCustomHandler ? "http://127.0.0.1:1" : $"http://127.0.0.1:{port}",
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = AsCustomHandler ? $"{port}" : null,
        };
        foreach (var (name, value) in Variables)
            variables[name] = value;
        return variables;
    }
}
