using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.Cli.Packaging;

/// <summary>
/// The zip that Azure Functions runs as a .NET isolated worker on Linux x64: framework-dependent, compiled ahead of time,
/// with the files that the host reads before it starts the worker.
/// </summary>
public static class FunctionPackage
{
    /// <summary>The assembly that the host starts with dotnet, at the root of the package.</summary>
    public const string Program = "Recofilm.Functions.dll";

    /// <summary>
    /// The largest size of a package, in bytes. Every new instance downloads and unpacks the package, so its size is part of
    /// a cold start.
    /// </summary>
    public const long MaximumBytes = 45_000_000;

    /// <summary>Publishes the program from a checkout, packs it, and checks the zip as the host will read it.</summary>
    /// <param name="root">The folder of Recofilm.sln.</param>
    /// <param name="output">The zip to write; an existing one is replaced.</param>
    /// <param name="cancellationToken">Cancels the build; the zip may then be missing.</param>
    /// <exception cref="CommandException">
    /// The program does not compile, or the package is incomplete; the message names every fault.
    /// </exception>
    public static async Task<PackageSummary> BuildAsync(string root, string output, CancellationToken cancellationToken = default)
    {
        var published = Directory.CreateTempSubdirectory("recofilm-package-").FullName;
        try
        {
            await PublishAsync(root, published, cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            PackageArchive.Write(published, output);
        }
        finally
        {
            Directory.Delete(published, recursive: true);
        }

        var package = PackageCheck.Read(output);
        return package.Faults is []
            ? package
            : throw new CommandException($"Azure Functions cannot run {output}: {string.Join(' ', package.Faults)}");
    }

    /// <summary>Publishes the program into a folder that can be packed, with the settings of its project file.</summary>
    internal static async Task PublishAsync(string root, string folder, CancellationToken cancellationToken)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
            [
                "publish", Path.Combine(root, "Recofilm.Functions"), "--configuration", "Release", "--output", folder,
                "--verbosity", "quiet", "--nologo",
                // A folder of its own keeps this build apart from other builds of the checkout, which may be running.
                "--artifacts-path", Path.Combine(root, "artifacts", "build"),
            ])
            .WithWorkingDirectory(root)
            .WithEnvironmentVariables(variables => variables.Set("MSBUILDDISABLENODEREUSE", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
            throw new CommandException($"dotnet publish failed: {result.StandardOutput.Trim()} {result.StandardError.Trim()}");
    }
}
