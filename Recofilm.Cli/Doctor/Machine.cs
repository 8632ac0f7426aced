using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.LocalStack;

namespace Recofilm.Cli.Doctor;

/// <summary>Checks the programs, the port, the disk and the environment that <c>recofilm up</c> needs.</summary>
/// <param name="stateFolder">The folder of local state.</param>
/// <param name="port">The port to serve on.</param>
internal sealed class Machine(string stateFolder, int port)
{
    private const long NeededBytes = 2L << 30;

    private static readonly Version _oldestSdk = new(10, 0);
    private static readonly Version _oldestNode = new(20, 19);

    /// <summary>Runs every check, one after the other.</summary>
    public async IAsyncEnumerable<Finding> ExamineAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await ProgramAsync(
            ".NET SDK", "dotnet", _oldestSdk, "https://dotnet.microsoft.com/download", cancellationToken);
        yield return await ProgramAsync("Node.js", "node", _oldestNode, "https://nodejs.org", cancellationToken);
        yield return SearchPath.Find("npm") is { } npm
            ? new Finding("npm", FindingState.Good, npm)
            : new Finding("npm", FindingState.Bad, "is not on the PATH: it comes with Node.js.");
        yield return await PostgresAsync(cancellationToken);
        yield return Port();
        yield return Disk();
        yield return Permissions();
        yield return Locale();
        yield return Proxy();
        yield return FuncTool.Find() is { } func
            ? new Finding("func", FindingState.Good, $"{func}: 'recofilm up' serves through the Functions host.")
            : new Finding(
                "func", FindingState.Note,
                "is not on the PATH: 'recofilm up' serves without it. docs/development.md says how to install it.");
    }

    private static async Task<Finding> ProgramAsync(
        string subject, string program, Version oldest, string source, CancellationToken cancellationToken)
    {
        if (SearchPath.Find(program) is not { } path)
        {
            return new Finding(
                subject, FindingState.Bad, $"{program} is not on the PATH: install version {oldest} or newer from {source}.");
        }

        var result = await CliWrap.Cli.Wrap(path).WithArguments("--version")
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
        var version = result.StandardOutput.Trim().TrimStart('v');
        return Version.TryParse(version.Split('-')[0], out var found) && found >= oldest
            ? new Finding(subject, FindingState.Good, $"{version} ({path})")
            : new Finding(
                subject, FindingState.Bad, $"must be {oldest} or newer; {path} says '{version}': install it from {source}.");
    }

    private static async Task<Finding> PostgresAsync(CancellationToken cancellationToken)
    {
        try
        {
            var binaries = await PostgresBinaries.FindAsync(major: null, installed: true, report: null, cancellationToken);
            return new Finding("PostgreSQL", FindingState.Good, $"{binaries.Major} ({binaries.Folder})");
        }
        catch (LocalStartException exception)
        {
            return new Finding("PostgreSQL", FindingState.Bad, exception.Message);
        }
    }

    private Finding Port()
    {
        if (Loopback.IsFree(port))
            return new Finding("Port", FindingState.Good, $"{port} is free.");
        return FolderLock.IsTaken(Path.Combine(stateFolder, "up.lock"))
            ? new Finding("Port", FindingState.Good, $"{port}: 'recofilm up' runs with {stateFolder}.")
            : new Finding(
                "Port", FindingState.Bad,
                $"{port} is taken: stop the program that listens there, or use 'recofilm up --port <port>'.");
    }

    private Finding Disk()
    {
        var drive = new DriveInfo(Path.GetFullPath(ExistingPartOf(stateFolder)));
        var free = drive.AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):F1} GiB are free at {drive.Name}");
        return free >= NeededBytes
            ? new Finding("Disk", FindingState.Good, $"{text}.")
            : new Finding("Disk", FindingState.Bad, $"{text}: free 2 GiB, or use --state with a folder on another disk.");
    }

    private Finding Permissions()
    {
        try
        {
            Directory.CreateDirectory(stateFolder);
            var probe = Path.Combine(stateFolder, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            _ = UnprivilegedUser.ForRoot();
            return new Finding("Permissions", FindingState.Good, $"{stateFolder} can be written.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or LocalStartException)
        {
            return new Finding("Permissions", FindingState.Bad, exception.Message);
        }
    }

    private static Finding Locale() => Console.OutputEncoding.WebName == "utf-8"
        ? new Finding("Locale", FindingState.Good, "the terminal's encoding is UTF-8.")
        : new Finding(
            "Locale", FindingState.Note,
            $"the terminal's encoding is {Console.OutputEncoding.WebName}: titles lose their accents. Set LANG=C.UTF-8.");

    // A proxy resolves 127.0.0.1 to its own machine, so it cannot forward requests to this one.
    private static Finding Proxy()
    {
        var proxy = Variable("HTTP_PROXY") ?? Variable("ALL_PROXY");
        if (proxy is null)
            return new Finding("Proxy", FindingState.Good, "none for http.");
        var excepted = (Variable("NO_PROXY") ?? "").Split(',', StringSplitOptions.TrimEntries);
        return excepted.Intersect(["127.0.0.1", "127.0.0.0/8", "*"]).Any()
            ? new Finding("Proxy", FindingState.Good, "127.0.0.1 is excepted.")
            : new Finding(
                "Proxy", FindingState.Note,
                "requests to 127.0.0.1 would go to the proxy: add 127.0.0.1,localhost to NO_PROXY.");

        static string? Variable(string name) =>
            Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToLowerInvariant());
    }

    private static string ExistingPartOf(string folder)
    {
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
