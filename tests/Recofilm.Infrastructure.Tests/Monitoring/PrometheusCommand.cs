using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>Prometheus and its promtool.</summary>
internal static class PrometheusCommand
{
    /// <summary>The path of the server.</summary>
    public static string Server => InstalledProgram.Find("prometheus");

    /// <summary>Runs promtool; what it writes, and whether it was satisfied.</summary>
    public static Task<(bool Succeeded, string Output)> CheckAsync(params string[] arguments) =>
        InstalledProgram.RunAsync("promtool", arguments);
}
