using System.Net;
using System.Net.Sockets;
using CliWrap.Buffered;
using Recofilm.Functions.Tests.Http;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Commands;

/// <summary>A command that fails ends with exit code 1 and one line that says why.</summary>
[Collection(ApiCollection.Name)]
public sealed class FailureTests(Api api, PostgresFixture postgres) : IDisposable
{
    private const string Storage = "UseDevelopmentStorage=true";
    private const string NotAConnectionString = "ConnectionStrings:Recofilm is not a PostgreSQL connection string: ";

    private readonly string _state = TemporaryFolder.Create("failures");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory]
    [InlineData("'abc'", "up", "--port", "abc")]
    [InlineData("--port must be 1 to 65535; got 0.", "up", "--port", "0")]
    [InlineData("'abc'", "import", ".", "--max-rejected", "abc")]
    [InlineData("--max-rejected must be 0 to 1; got 2.", "import", ".", "--max-rejected", "2")]
    [InlineData("'abc'", "status", "--timeout", "abc")]
    [InlineData("--timeout must be above 0 and at most 600; got 0.", "status", "--timeout", "0")]
    [InlineData(NotAConnectionString, "migrate", "--database", "garbage")]
    [InlineData(NotAConnectionString, "import", ".", "--database", "Foo=1")]
    [InlineData(NotAConnectionString, "train", "--database", "garbage", "--storage", Storage)]
    [InlineData(NotAConnectionString, "models", "list", "--database", "garbage", "--storage", Storage)]
    [InlineData(
        "Recofilm:Storage:ConnectionString is not a storage connection string.",
        "models", "list", "--database", "Host=x", "--storage", "x")]
    public async Task A_wrong_argument_is_one_line(string expected, params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--state", _state]);

        AssertFailed(expected, result);
    }

    [Fact]
    public async Task A_storage_that_accepts_and_does_not_answer_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var storage =
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://{silent.LocalEndpoint}/a;";

        var result = await RunAsync(
            "models", "list", "--database", api.Settings.Database, "--storage", storage, "--state", _state);

        AssertFailed("Blob storage: no answer in time.", result);
    }

    [Fact]
    public async Task Importing_into_a_database_without_the_schema_says_what_to_do()
    {
        await using var empty = await postgres.CreateDatabaseAsync(migrated: false);

        var result = await RunAsync("import", _state, "--database", empty.ConnectionString, "--state", _state);

        AssertFailed("the first being 0001_extensions.sql: recofilm migrate.", result);
    }

    [Fact]
    public async Task Importing_a_file_of_a_header_alone_is_refused()
    {
        var file = Path.Combine(_state, "movies.csv");
        await File.WriteAllTextAsync(file, "movie_id,title\n", TestContext.Current.CancellationToken);

        var result = await RunAsync("import", "--movies", file, "--database", api.Settings.Database, "--state", _state);

        AssertFailed("movies.csv has no rows.", result);
    }

    [Fact]
    public async Task Doctor_says_what_keeps_up_from_running()
    {
        var programs = Directory.CreateDirectory(Path.Combine(_state, "programs")).FullName;
        var node = Path.Combine(programs, "node");
        await File.WriteAllTextAsync(node, "#!/bin/sh\necho v20.18.3\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var result = await CommandProcess.RunAsync(
            ["doctor", "--port", $"{port}", "--state", _state], TestContext.Current.CancellationToken, programs: programs);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"must be 20.19 or newer; {node} says '20.18.3'", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"{port} is taken", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_nothing_reads_is_named()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_state, "settings.json"),
            """{"Recofilm:Training:KeepVersion": "3", "Recofilm:Http:TrustedProxies": "1"}""",
            TestContext.Current.CancellationToken);

        var result = await RunAsync(
            "models", "list", "--database", api.Settings.Database, "--storage", api.Settings.Storage, "--state", _state);

        AssertFailed("Recofilm:Training:KeepVersion is not a setting; the nearest is Recofilm:Training:KeepVersions.", result);
    }

    [Fact]
    public async Task Tables_of_an_encoding_without_frames_have_plain_ones()
    {
        var result = await CommandProcess.RunAsync(
            [
                "models", "list", "--database", api.Settings.Database, "--storage", api.Settings.Storage,
                "--container", api.Settings.Container, "--state", _state,
            ],
            TestContext.Current.CancellationToken, locale: "fr_FR.ISO-8859-1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("champion", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("?", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void What_up_started_is_found_from_any_folder() =>
        Assert.Equal(
            Path.Combine(BuiltProgram.Solution, ".recofilm"), LocalState.Locate(folder: null, current: Path.GetTempPath()));

    private static Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        CommandProcess.RunAsync(arguments, TestContext.Current.CancellationToken);

    private static void AssertFailed(string expected, BufferedCommandResult result)
    {
        Assert.Equal(1, result.ExitCode);
        // The steps before the failure report their progress.
        var line = Assert.Single(
            result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => !line.Contains(" % after ", StringComparison.Ordinal));
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }
}
