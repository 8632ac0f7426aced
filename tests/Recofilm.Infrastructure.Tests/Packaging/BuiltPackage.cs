using System.IO.Compression;
using Recofilm.Cli.Packaging;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Packaging;

/// <summary>The package, built once a test run, and unpacked as the platform unpacks it.</summary>
internal static class BuiltPackage
{
    private static readonly Lazy<Task<string>> _folder = new(BuildAsync);

    /// <summary>The zip.</summary>
    public static async Task<string> ZipAsync() => Path.Combine(await _folder.Value, "recofilm.zip");

    /// <summary>The folder of its files.</summary>
    public static async Task<string> UnpackedAsync() => Path.Combine(await _folder.Value, "unpacked");

    private static async Task<string> BuildAsync()
    {
        var folder = TemporaryFolder.Create("package");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var zip = Path.Combine(folder, "recofilm.zip");
        await FunctionPackage.BuildAsync(BuiltProgram.Solution, zip);
        // Sets the permissions that the entries carry.
        await ZipFile.ExtractToDirectoryAsync(zip, Path.Combine(folder, "unpacked"));
        return folder;
    }
}
