using Recofilm.Testing;

namespace Recofilm.Browser.Tests;

/// <summary>The machine's Chromium without a window, which does not spend time on windows, tabs and their picture.</summary>
internal static class Chromium
{
    /// <summary>Starts it.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions { ExecutablePath = InstalledProgram.Find("chromium-headless-shell", "google-chrome") });
}
