using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.Cli.Packaging;

/// <summary>
/// The program as Azure Functions runs it: a zip of self-contained, precompiled code for Linux on x64, whose host.json
/// starts the executable itself, since no .NET is promised where it runs.
/// </summary>
public static class FunctionPackage
{
    /// <summary>The executable at the root of the package.</summary>
    public const string Executable = "Recofilm.Functions";

    /// <summary>A larger package would start slowly: every new instance downloads and unpacks it.</summary>
    public const long MaximumBytes = 80L * 1024 * 1024;

    private const string Runtime = "linux-x64";

    /// <summary>Publishes the program from a checkout and packs it.</summary>
    /// <param name="root">The folder of Recofilm.sln.</param>
    /// <param name="output">The zip to write; an existing one is replaced.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The size of the package in bytes.</returns>
    /// <exception cref="CommandException">The program does not compile, or the package is too large.</exception>
    public static async Task<long> BuildAsync(string root, string output, CancellationToken cancellationToken = default)
    {
        var published = Directory.CreateTempSubdirectory("recofilm-package-").FullName;
        try
        {
            await PublishAsync(root, published, cancellationToken);
            await HostFile.PointToExecutableAsync(Path.Combine(published, HostFile.Name), Executable, cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            PackageArchive.Write(published, output, Executable);
        }
        finally
        {
            Directory.Delete(published, recursive: true);
        }

        var size = new FileInfo(output).Length;
        if (size > MaximumBytes)
            throw new CommandException($"the package has {size / 1048576.0:F1} MiB; more than {MaximumBytes / 1048576} start too slowly.");
        return size;
    }

    /// <summary>Publishes the program into a folder, as it is packed.</summary>
    internal static async Task PublishAsync(string root, string folder, CancellationToken cancellationToken)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
            [
                "publish", Path.Combine(root, "Recofilm.Functions"), "--configuration", "Release", "--output", folder,
                "--runtime", Runtime, "--self-contained", "--verbosity", "quiet", "--nologo",
                // Apart from the checkout's own builds, which may be going on.
                "--artifacts-path", Path.Combine(root, "artifacts", "build"),
                "-property:DebugType=none", "-property:CopyOutputSymbolsToPublishDirectory=false",
            ])
            .WithWorkingDirectory(root)
            .WithEnvironmentVariables(variables => variables.Set("MSBUILDDISABLENODEREUSE", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
            throw new CommandException($"dotnet publish failed: {result.StandardOutput.Trim()} {result.StandardError.Trim()}");
    }
}
