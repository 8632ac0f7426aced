using System.Diagnostics;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>The functions program as it is deployed: one folder with host.json, a folder a function, and the program.</summary>
public static class PublishedProgram
{
    private static readonly Lazy<Task<string>> _folder = new(PublishAsync);

    /// <summary>The folder, published once a test run.</summary>
    public static Task<string> FolderAsync() => _folder.Value;

    private static async Task<string> PublishAsync()
    {
        var folder = TemporaryFolder.Create("published");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", Path.Combine(BuiltProgram.Solution, "Recofilm.Functions"), "--no-build", "--nologo",
                "-c", BuiltProgram.Configuration, "-o", folder,
            },
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
        return folder;
    }
}
