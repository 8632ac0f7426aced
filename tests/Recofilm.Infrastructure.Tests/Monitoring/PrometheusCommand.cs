using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>Debian's Prometheus and its promtool.</summary>
internal static class PrometheusCommand
{
    /// <summary>Runs promtool; what it writes, and whether it was satisfied.</summary>
    public static async Task<(bool Succeeded, string Output)> CheckAsync(params string[] arguments)
    {
        await EnsureAsync();
        return await DebianPackage.RunAsync("promtool", arguments);
    }

    /// <summary>The command that starts a server.</summary>
    public static async Task<string> ServerAsync()
    {
        await EnsureAsync();
        return "prometheus";
    }

    private static Task EnsureAsync() => DebianPackage.EnsureAsync("prometheus", "prometheus", "promtool");
}
