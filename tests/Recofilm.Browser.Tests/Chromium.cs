using System.ComponentModel;
using System.Diagnostics;

namespace Recofilm.Browser.Tests;

/// <summary>Debian's Chromium, installed when it is missing.</summary>
internal static class Chromium
{
    /// <summary>Starts it without a window.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = await PathAsync() });

    private static async Task<string> PathAsync()
    {
        if (Find() is { } found)
            return found;
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            throw new InvalidOperationException("These tests need chromium on the PATH: apt-get install chromium");
        // A container's first apt-get knows of no packages.
        await RunAsync("update", "-qq");
        var output = await RunAsync("install", "-y", "-qq", "--no-install-recommends", "chromium");
        return Find() ?? throw new InvalidOperationException($"These tests need chromium, and apt-get install chromium failed: {output}");
    }

    private static string? Find() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("apt-get", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return await output + await errors;
        }
        catch (Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
