using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.LocalStack;

/// <summary>
/// The npm packages of the repository: the page's, the storage emulator, and PostgreSQL for machines that have none.
/// </summary>
public static class NodePackages
{
    private const string NodeIsMissing = "Node.js is not on the PATH: install version 20.19 or newer (https://nodejs.org).";

    /// <summary>Installs the packages of package-lock.json unless they are installed already.</summary>
    /// <param name="report">Receives a message when an installation begins, which takes a while.</param>
    /// <param name="cancellationToken">Cancels the installation.</param>
    /// <returns>The full path of node_modules.</returns>
    /// <exception cref="LocalStartException">Node.js is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(
        Action<string>? report = null, CancellationToken cancellationToken = default)
    {
        var root = Checkout.FindRoot();
        var modules = Path.Combine(root, "node_modules");
        if (AreInstalled(root))
            return modules;

        Directory.CreateDirectory(Path.Combine(root, ".recofilm"));
        await using var turn = await FolderLock.WaitAsync(Path.Combine(root, ".recofilm", "npm.lock"), cancellationToken);
        if (AreInstalled(root))
            return modules;
        report?.Invoke("Installing npm packages…");
        await InstallAsync(root, cancellationToken);
        File.SetLastWriteTimeUtc(InstalledIn(root), TimeProvider.System.GetUtcNow().UtcDateTime);
        return modules;
    }

    /// <summary>Returns the full path of the node executable.</summary>
    /// <exception cref="LocalStartException">Node.js is not on the PATH.</exception>
    public static string FindNode() => SearchPath.Find("node") ?? throw new LocalStartException(NodeIsMissing);

    // npm writes this file at the end of an installation. The build of the page goes by its time, too (Website.targets).
    private static string InstalledIn(string root) => Path.Combine(root, "node_modules", ".package-lock.json");

    private static bool AreInstalled(string root) =>
        File.GetLastWriteTimeUtc(InstalledIn(root)) >= File.GetLastWriteTimeUtc(Path.Combine(root, "package-lock.json"));

    // --ignore-scripts: none of these packages needs its script, and scripts of packages should not run on a user's machine.
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
