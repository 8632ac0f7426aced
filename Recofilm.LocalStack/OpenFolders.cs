using System.Security.Cryptography;
using System.Text;
using CliWrap;

namespace Recofilm.LocalStack;

/// <summary>
/// Folders for the server that root runs as nobody, below one that every user may enter. Root's checkout often lies below /root,
/// which nobody may not enter; PostgreSQL's files go here then. The data belong to nobody alone, and the programs come from a
/// public package, so no file of root's becomes readable.
/// </summary>
internal static class OpenFolders
{
    private const string Root = "/var/lib/recofilm";

    private const UnixFileMode Entered =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Whether the server's user may reach a path. Root's substitute needs folders that others may enter.</summary>
    public static bool AreReachable(string path)
    {
        if (OperatingSystem.IsWindows() || UnprivilegedUser.ForRoot() is null)
            return true;
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && !File.GetUnixFileMode(folder.FullName).HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return true;
    }

    /// <summary>The data folder of a cluster: in the cluster's folder if the server can reach it, otherwise here.</summary>
    /// <param name="folder">The full path of the cluster's folder.</param>
    public static string DataOf(string folder)
    {
        var data = Path.Combine(folder, "data");
        if (AreReachable(data))
            return data;
        var open = Path.Combine(Root, NameOf(folder));
        Create(open);
        return Path.Combine(open, "data");
    }

    /// <summary>Moves the data of a cluster that an earlier version kept where the server's user cannot go by itself.</summary>
    /// <param name="folder">The full path of the cluster's folder.</param>
    public static async Task AdoptDataAsync(string folder, CancellationToken cancellationToken)
    {
        var (old, data) = (Path.Combine(folder, "data"), DataOf(folder));
        if (old != data && Directory.Exists(old) && !Directory.Exists(data))
            await Cli.Wrap("mv").WithArguments([old, data]).ExecuteAsync(cancellationToken);
    }

    /// <summary>Returns the programs of the embedded server where its user can run them; copies them the first time.</summary>
    /// <param name="binaries">The programs in the npm package, whose files anybody may have.</param>
    public static async Task<PostgresBinaries> ReachAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        if (AreReachable(binaries.Program("postgres")))
            return binaries;
        // "native", with the folders of programs, libraries and shared files.
        var source = Path.GetDirectoryName(binaries.Folder)!;
        // A newer package has newer programs, so it gets another copy.
        var target = Path.Combine(
            Root, $"postgresql-{binaries.Major}-{NameOf($"{source} {Directory.GetLastWriteTimeUtc(source).Ticks}")}");
        if (!Directory.Exists(target))
        {
            Create(Root);
            var draft = $"{target}.{Environment.ProcessId}";
            // A copy that was killed may have left a part.
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
            await Cli.Wrap("cp").WithArguments(["-a", source, draft]).ExecuteAsync(cancellationToken);
            await Cli.Wrap("chmod").WithArguments(["-R", "go+rX", draft]).ExecuteAsync(cancellationToken);
            try
            {
                Directory.Move(draft, target);
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another process was faster.
                Directory.Delete(draft, recursive: true);
            }
        }

        return binaries with { Folder = Path.Combine(target, Path.GetFileName(binaries.Folder)) };
    }

    // The mode is set separately, because a umask may forbid others to enter.
    private static void Create(string folder)
    {
        foreach (var path in (string[])[Root, folder])
        {
            Directory.CreateDirectory(path);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, Entered);
        }
    }

    private static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
