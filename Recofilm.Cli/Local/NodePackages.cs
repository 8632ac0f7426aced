using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.Cli.Local;

/// <summary>The npm packages of the repository: the storage emulator, and a PostgreSQL for machines without one.</summary>
public static class NodePackages
{
    private const string NodeIsMissing = "Node.js is not on the PATH: install version 20 or newer (https://nodejs.org).";

    /// <summary>Installs what package-lock.json lists, unless it is installed already.</summary>
    /// <param name="report">Told when an installation begins, which takes a while.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The full path of node_modules.</returns>
    /// <exception cref="LocalStartException">Node.js is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(
        Action<string>? report = null, CancellationToken cancellationToken = default)
    {
        var root = Checkout.FindRoot();
        var modules = Path.Combine(root, "node_modules");
        var stamp = Path.Combine(modules, ".recofilm");
        var wanted = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, "package-lock.json"))));
        if (IsInstalled(stamp, wanted))
            return modules;

        Directory.CreateDirectory(Path.Combine(root, ".recofilm"));
        await using var turn = await FolderLock.WaitAsync(Path.Combine(root, ".recofilm", "npm.lock"), cancellationToken);
        if (IsInstalled(stamp, wanted))
            return modules;
        report?.Invoke("Installing npm packages…");
        await InstallAsync(root, cancellationToken);
        await File.WriteAllTextAsync(stamp, wanted, cancellationToken);
        return modules;
    }

    /// <summary>The full path of the node executable.</summary>
    /// <exception cref="LocalStartException">It is not on the PATH.</exception>
    public static string FindNode() => SearchPath.Find("node") ?? throw new LocalStartException(NodeIsMissing);

    private static bool IsInstalled(string stamp, string wanted) => File.Exists(stamp) && File.ReadAllText(stamp) == wanted;

    // --ignore-scripts: no package here needs its script, and no package's script should run on a user's machine.
    private static async Task InstallAsync(string root, CancellationToken cancellationToken)
    {
        var npm = SearchPath.Find("npm") ?? throw new LocalStartException(NodeIsMissing);
        var result = await CliWrap.Cli.Wrap(npm)
            .WithArguments(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .WithWorkingDirectory(root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new LocalStartException(
                $"'npm ci' failed in {root} (exit code {result.ExitCode}): {result.StandardError.Trim()}");
        }
    }
}
