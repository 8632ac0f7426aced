using System.Globalization;

namespace Recofilm.LocalStack;

/// <summary>The user "nobody". Root runs a program as this user when the program refuses to run as root.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="GroupId">The user's group's number.</param>
internal sealed record UnprivilegedUser(int UserId, int GroupId)
{
    /// <summary>The options of setpriv that switch to this user and drop all capabilities.</summary>
    public IReadOnlyList<string> SetprivOptions =>
    [
        $"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--inh-caps=-all", "--ambient-caps=-all",
        "--bounding-set=-all",
    ];

    /// <summary>
    /// Returns the user who must run a program that refuses root, or <see langword="null"/> when this process is not root.
    /// </summary>
    /// <exception cref="LocalStartException">This process is root and cannot switch to another user.</exception>
    public static UnprivilegedUser? ForRoot()
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
        return new UnprivilegedUser(
            int.Parse(entry[2], CultureInfo.InvariantCulture), int.Parse(entry[3], CultureInfo.InvariantCulture));
    }

    /// <summary>Makes this user the owner of a file or folder.</summary>
    public Task OwnAsync(string path, CancellationToken cancellationToken) => CliWrap.Cli.Wrap("chown")
        .WithArguments(["-R", $"{UserId}:{GroupId}", path])
        .ExecuteAsync(cancellationToken).Task;
}
