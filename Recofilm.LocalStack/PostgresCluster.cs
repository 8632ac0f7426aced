using System.Globalization;
using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.LocalStack;

/// <summary>The files of a PostgreSQL server, which are created once and reused by later runs.</summary>
internal sealed class PostgresCluster
{
    /// <summary>The superuser's name.</summary>
    public const string UserName = "recofilm";

    private PostgresCluster(string folder, PostgresBinaries binaries, UnprivilegedUser? user, string password)
    {
        (Folder, Binaries, User, Password) = (folder, binaries, user, password);
    }

    public string Folder { get; }

    public PostgresBinaries Binaries { get; }

    public UnprivilegedUser? User { get; }

    public string Password { get; }

    /// <summary>PostgreSQL's own data folder.</summary>
    public string Data => OpenFolders.DataOf(Folder);

    /// <summary>Finds the files in a folder, or creates them.</summary>
    /// <exception cref="LocalStartException">No server is installed, or initdb failed.</exception>
    public static async Task<PostgresCluster> EnsureAsync(LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Folder);
        await OpenFolders.AdoptDataAsync(folder, cancellationToken);
        var passwordFile = Path.Combine(folder, "password");
        var versionFile = Path.Combine(OpenFolders.DataOf(folder), "PG_VERSION");
        // The password is written last. If it is missing, an earlier run was killed while it created the files.
        if (File.Exists(versionFile) && File.Exists(passwordFile))
        {
            var major = int.Parse(await File.ReadAllTextAsync(versionFile, cancellationToken), CultureInfo.InvariantCulture);
            var binaries = await PostgresBinaries.FindAsync(major, installed: true, options.Report, cancellationToken);
            return new PostgresCluster(
                folder, binaries, UnprivilegedUser.ForRoot(),
                await File.ReadAllTextAsync(passwordFile, cancellationToken));
        }
        else
        {
            var binaries = await PostgresBinaries.FindAsync(null, options.AllowInstalled, options.Report, cancellationToken);
            var cluster = new PostgresCluster(
                folder, binaries, UnprivilegedUser.ForRoot(),
                Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
            await cluster.InitializeAsync(passwordFile, cancellationToken);
            return cluster;
        }
    }

    private async Task InitializeAsync(string passwordFile, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        Directory.CreateDirectory(Data);
        var draft = Path.Combine(Data, "password");
        await File.WriteAllTextAsync(draft, Password, cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        // initdb requires an empty folder, so it reads the password from a file beside that folder.
        var handover = Path.Combine(Path.GetDirectoryName(Data)!, "initdb-password");
        File.Move(draft, handover, overwrite: true);
        if (User is not null)
        {
            await User.OwnAsync(Data, cancellationToken);
            await User.OwnAsync(handover, cancellationToken);
        }

        try
        {
            // Case folding of é and ж needs a UTF-8 locale; C.UTF-8 sorts alike on every machine.
            string[] locale = Binaries.Major >= 17
                ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                : ["--locale=C.UTF-8"];
            var problem = await RunInitdbAsync([.. locale, $"--pwfile={handover}"], cancellationToken);
            if (problem is not null && Binaries.Major < 17)
                problem = await RunInitdbAsync(["--locale=C", $"--pwfile={handover}"], cancellationToken);
            if (problem is not null)
                throw new LocalStartException($"{Binaries.Program("initdb")} failed: {problem}");
        }
        finally
        {
            File.Delete(handover);
        }

        await File.WriteAllTextAsync(passwordFile, Password, cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<string?> RunInitdbAsync(string[] extra, CancellationToken cancellationToken)
    {
        List<string> line = User is null ? [] : [SearchPath.Find("setpriv")!, .. User.SetprivOptions, "--"];
        line.AddRange(
        [
            Binaries.Program("initdb"), "-D", Data, "-U", UserName, "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync",
            .. extra,
        ]);
        var result = await CliWrap.Cli.Wrap(line[0]).WithArguments(line[1..]).WithWorkingDirectory(Path.GetDirectoryName(Data)!)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
        return result.ExitCode == 0 ? null : result.StandardError.Trim();
    }
}
