namespace Recofilm.LocalStack;

/// <summary>Azure Functions Core Tools, which run the program locally as Azure does. They are optional.</summary>
public static class FuncTool
{
    /// <summary>The message shown when the Core Tools are missing.</summary>
    public const string IsMissing =
        "Azure Functions Core Tools (func) are not on the PATH: the program serves by itself, with the same endpoints and "
        + "timers. docs/development.md says how to install them.";

    // The host resolves %Recofilm:Training:Schedule% itself, before the program starts and applies its defaults.
    private static readonly Dictionary<string, string> Schedules = new()
    {
        ["Recofilm:Training:Schedule"] = "0 15 3 * * *",
        ["Recofilm:Feedback:Schedule"] = "0 */15 * * * *",
    };

    /// <summary>Returns the full path of func, or <see langword="null"/> when it is not on the PATH.</summary>
    public static string? Find() => SearchPath.Find("func");

    /// <summary>Returns the command that starts the host on a port of this machine, to be run in the program's folder.</summary>
    public static IReadOnlyList<string> Command(string func, int port) => [func, "start", "--port", $"{port}"];

    /// <summary>Returns the environment variables that the host passes to the program, by name.</summary>
    /// <param name="settings">The program's configuration by key.</param>
    public static IReadOnlyDictionary<string, string> Variables(IReadOnlyDictionary<string, string> settings)
    {
        var variables = settings.Concat(Schedules).DistinctBy(setting => setting.Key).ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value);
        variables["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        variables["AzureWebJobsStorage"] = settings["Recofilm:Storage:ConnectionString"];
        variables["AzureWebJobsDisableHomepage"] = "true";
        return variables;
    }
}
