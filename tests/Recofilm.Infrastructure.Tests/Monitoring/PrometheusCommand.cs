using System.Diagnostics;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>Debian's Prometheus and its promtool, installed when a test first asks for them and they are missing.</summary>
internal static class PrometheusCommand
{
    private static readonly Lazy<Task> _installed = new(InstallAsync);

    /// <summary>Runs promtool; what it writes, and whether it was satisfied.</summary>
    public static async Task<(bool Succeeded, string Output)> CheckAsync(params string[] arguments)
    {
        await _installed.Value;
        return await RunAsync("promtool", arguments);
    }

    /// <summary>The command that starts a server.</summary>
    public static async Task<string> ServerAsync()
    {
        await _installed.Value;
        return "prometheus";
    }

    private static async Task InstallAsync()
    {
        if (await IsThereAsync())
            return;
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            throw new InvalidOperationException("These tests need prometheus and promtool on the PATH: apt-get install prometheus");
        // A container's first apt-get knows of no packages.
        await RunAsync("apt-get", "update", "-qq");
        var (succeeded, output) = await RunAsync("apt-get", "install", "-y", "-qq", "--no-install-recommends", "prometheus");
        if (!succeeded || !await IsThereAsync())
            throw new InvalidOperationException($"These tests need prometheus, and apt-get install prometheus failed: {output}");
    }

    private static async Task<bool> IsThereAsync()
    {
        try
        {
            return (await RunAsync("promtool", "--version")).Succeeded && (await RunAsync("prometheus", "--version")).Succeeded;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(bool Succeeded, string Output)> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, await output + await errors);
    }
}
