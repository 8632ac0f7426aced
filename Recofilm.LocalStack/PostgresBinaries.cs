using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.LocalStack;

/// <summary>The programs of a PostgreSQL server.</summary>
/// <param name="Folder">The folder that holds initdb and postgres.</param>
/// <param name="Major">The major version, 15 or more.</param>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    private const int OldestMajor = 15;

    /// <summary>Returns the full path of a program.</summary>
    public string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    /// <summary>Finds a server: the newest installed one, otherwise the embedded one of the npm packages.</summary>
    /// <param name="major">The required major version, or <see langword="null"/> for any.</param>
    /// <param name="installed">Whether to look for installed servers.</param>
    /// <param name="report">Receives a message when npm packages must be installed.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="LocalStartException">No server was found.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        int? major, bool installed, Action<string>? report, CancellationToken cancellationToken)
    {
        List<PostgresBinaries> found = [];
        foreach (var folder in installed ? InstalledFolders() : [])
        {
            // Files beside an installed server may be private, so nothing of it is copied to where its user can go.
            if (await IdentifyAsync(folder, cancellationToken) is { } binaries
                && OpenFolders.AreReachable(binaries.Program("postgres")))
                found.Add(binaries);
        }

        var best = found.Where(binaries => major is null || binaries.Major == major).MaxBy(binaries => binaries.Major);
        if (best is not null)
            return best;
        var embedded = await FindEmbeddedAsync(report, cancellationToken);
        if (embedded is not null && (major is null || embedded.Major == major))
            return embedded;
        throw new LocalStartException(major is null
            ? $"No PostgreSQL {OldestMajor} or newer is installed, and the npm packages hold none for this machine: install one."
            : $"The data folder was made by PostgreSQL {major}, which is not here: install it, or delete the folder.");
    }

    private static IEnumerable<string> InstalledFolders()
    {
        string[] parents = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", @"C:\Program Files\PostgreSQL"];
        var versions = parents.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => folder.Contains("postgresql", StringComparison.OrdinalIgnoreCase))
            .Select(folder => Path.Combine(folder, "bin"));
        // The initdb on the PATH may be a link; its target is in the folder that holds the other programs.
        var onPath = SearchPath.Find("initdb") is { } initdb
            ? Path.GetDirectoryName(File.ResolveLinkTarget(initdb, returnFinalTarget: true)?.FullName ?? initdb)
            : null;
        return (onPath is null ? versions : versions.Append(onPath)).Append("/usr/pgsql/bin").Distinct();
    }

    private static async Task<PostgresBinaries?> IdentifyAsync(string folder, CancellationToken cancellationToken)
    {
        var binaries = new PostgresBinaries(folder, 0);
        if (!File.Exists(binaries.Program("initdb")) || !File.Exists(binaries.Program("postgres")))
            return null;
        var version = await CliWrap.Cli.Wrap(binaries.Program("postgres")).WithArguments("--version")
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);

        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        var number = version.StandardOutput.Split(' ').ElementAtOrDefault(2)?.Split('.')[0];
        return int.TryParse(number, CultureInfo.InvariantCulture, out var major) && major >= OldestMajor
            ? binaries with { Major = major }
            : null;
    }

    private static async Task<PostgresBinaries?> FindEmbeddedAsync(Action<string>? report, CancellationToken cancellationToken)
    {
        var modules = await NodePackages.EnsureAsync(report, cancellationToken);
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        var package = Path.Combine(modules, "@embedded-postgres", $"{system}-{processor}");
        if (!Directory.Exists(package))
            return null;
        RestoreLinks(package);
        return await IdentifyAsync(Path.Combine(package, "native", "bin"), cancellationToken) is { } binaries
            ? await OpenFolders.ReachAsync(binaries, cancellationToken)
            : null;
    }

    // An npm archive cannot hold symbolic links, so the package lists the links that its libraries need.
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = link.GetProperty("source").GetString()!;
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetFileName(source));
        }
    }
}
