using System.ComponentModel;
using System.Diagnostics;

namespace Recofilm.Testing;

/// <summary>Programs of Debian that tests use: installed when a test first asks for them and they are missing.</summary>
public static class DebianPackage
{
    private static readonly SemaphoreSlim _turn = new(1);

    /// <summary>Makes sure that the commands of a package are on the PATH.</summary>
    /// <exception cref="InvalidOperationException">They are not and cannot be installed.</exception>
    public static async Task EnsureAsync(string package, params string[] commands)
    {
        if (commands.All(IsThere))
            return;
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            throw new InvalidOperationException($"These tests need {string.Join(" and ", commands)} on the PATH: apt-get install {package}");
        await _turn.WaitAsync();
        try
        {
            await using var others = await WaitForOthersAsync();
            if (commands.All(IsThere))
                return;
            // A container's first apt-get knows of no packages.
            await RunAsync("apt-get", "update", "-qq");
            var (_, output) = await RunAsync("apt-get", "install", "-y", "-qq", "--no-install-recommends", package);
            if (!commands.All(IsThere))
                throw new InvalidOperationException($"These tests need {package}, and apt-get install {package} failed: {output}");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Whether it was satisfied, and what it wrote.</returns>
    public static async Task<(bool Succeeded, string Output)> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, await output + await errors);
        }
        catch (Win32Exception exception)
        {
            return (false, exception.Message);
        }
    }

    private static bool IsThere(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, command)));

    // Test projects run beside each other, and apt-get refuses to run twice at a time.
    private static async Task<FileStream> WaitForOthersAsync()
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(Path.GetTempPath(), "recofilm-apt.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }
}
