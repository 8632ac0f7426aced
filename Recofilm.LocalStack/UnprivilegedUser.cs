using System.Globalization;
using System.Runtime.Versioning;

namespace Recofilm.LocalStack;

/// <summary>The user "nobody". Root runs a program as this user when the program refuses to run as root.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="GroupId">The user's group's number.</param>
/// <param name="MayPassFolders">
/// Whether the program keeps the capability to pass through folders that only root may enter, such as /root.
/// </param>
internal sealed record UnprivilegedUser(int UserId, int GroupId, bool MayPassFolders)
{
    /// <summary>The options of setpriv that switch to this user and drop all other capabilities.</summary>
    public IReadOnlyList<string> SetprivOptions
    {
        get
        {
            var capabilities = MayPassFolders ? "-all,+dac_override" : "-all";
            return
            [
                $"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", $"--inh-caps={capabilities}",
                $"--ambient-caps={capabilities}", $"--bounding-set={capabilities}",
            ];
        }
    }

    /// <summary>
    /// Returns the user who must run a program that refuses root, or <see langword="null"/> when this process is not root.
    /// </summary>
    /// <param name="paths">The paths that the program must reach.</param>
    /// <exception cref="LocalStartException">This process is root and cannot switch to another user.</exception>
    public static UnprivilegedUser? ForRoot(params ReadOnlySpan<string> paths)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return null;
        if (SearchPath.Find("setpriv") is null)
        {
            throw new LocalStartException(
                "PostgreSQL refuses to run as root, and setpriv (util-linux) is not here to run it as nobody: " +
                "use another user, or install util-linux.");
        }

        var entry = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(line => line[0] == "nobody")
            ?? throw new LocalStartException(
                "PostgreSQL refuses to run as root, and there is no user nobody to run it: use another user.");
        var reachable = true;
        foreach (var path in paths)
            reachable &= IsReachable(path);
        return new UnprivilegedUser(
            int.Parse(entry[2], CultureInfo.InvariantCulture), int.Parse(entry[3], CultureInfo.InvariantCulture), !reachable);
    }

    /// <summary>Makes this user the owner of a file or folder.</summary>
    public Task OwnAsync(string path, CancellationToken cancellationToken) => CliWrap.Cli.Wrap("chown")
        .WithArguments(["-R", $"{UserId}:{GroupId}", path])
        .ExecuteAsync(cancellationToken).Task;

    [SupportedOSPlatform("linux")]
    private static bool IsReachable(string path)
    {
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && !File.GetUnixFileMode(folder.FullName).HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return true;
    }
}
