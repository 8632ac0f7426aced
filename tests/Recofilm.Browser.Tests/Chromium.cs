using Recofilm.Testing;

namespace Recofilm.Browser.Tests;

/// <summary>The machine's Chromium or Chrome.</summary>
internal static class Chromium
{
    /// <summary>Starts it without a window.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions { ExecutablePath = InstalledProgram.Find("chromium", "google-chrome") });
}
