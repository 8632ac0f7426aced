using Recofilm.Testing;

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
        await DebianPackage.EnsureAsync("chromium", "chromium");
        return Find()!;
    }

    private static string? Find() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);
}
