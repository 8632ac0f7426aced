namespace Recofilm.Testing.FunctionsHost;

/// <summary>The program that a host runs, and its environment.</summary>
/// <param name="Folder">The published app.</param>
public sealed record FunctionsHostSettings(string Folder)
{
    /// <summary>The app's settings: variables that override those of this process; <see langword="null"/> removes one.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The HTTP port; 0 selects a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whether timers fire by their schedules. A test that fires timers itself turns this off, so that they do not also fire
    /// at the full hour.
    /// </summary>
    public bool RunsTimers { get; init; }

    /// <summary>Whether queues are polled.</summary>
    public bool PollsQueues { get; init; } = true;

    /// <summary>
    /// The time that a message stays hidden after its worker died. The storage extension has a fixed time of ten minutes; a test
    /// that waits for it shortens it.
    /// </summary>
    public TimeSpan MessageVisibility { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether to keep the lines that the worker logs.</summary>
    public bool KeepsLogs { get; init; } = true;

    /// <summary>Returns the whole environment of the host, which its worker inherits.</summary>
    internal Dictionary<string, string> Environment(Uri address)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        environment["AzureWebJobsScriptRoot"] = Folder;
        environment["AzureWebJobsDisableHomepage"] = "true";
        // The address belongs to the host; its worker must not use it.
        environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        foreach (var (name, value) in Variables)
        {
            if (value is null)
                environment.Remove(name);
            else
                environment[name] = value;
        }

        return environment;
    }
}
