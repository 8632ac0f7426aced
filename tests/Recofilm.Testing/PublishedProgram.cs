using System.Diagnostics;

namespace Recofilm.Testing;

/// <summary>
/// The functions program as a Functions host finds it: one folder with host.json and what the build generates for the host. It
/// is the build of the tests; the package's own tests run the one that is compiled ahead of time.
/// </summary>
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
                // A node that is kept would hold this output open for a quarter of an hour.
                "msbuild", Path.Combine(BuiltProgram.Solution, "Recofilm.Functions"), "-t:Publish", "-nologo", "-v:quiet",
                "-nodeReuse:false", "-p:NoBuild=true", $"-p:Configuration={BuiltProgram.Configuration}",
                $"-p:PublishDir={folder}/",
            },
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException(output);
    }
}
