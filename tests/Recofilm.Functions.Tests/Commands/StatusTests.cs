using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CliWrap.Buffered;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Commands;

/// <summary><c>recofilm status</c> beside a running program, and with any part of it down.</summary>
[Collection(ApiCollection.Name)]
public sealed class StatusTests(Api api, PostgresFixture postgres) : IDisposable
{
    private const string Nowhere = "127.0.0.1:1";
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=u;Password=p;Database=d";
    private const string NoStorage =
        $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://{Nowhere}/a;";

    private readonly string _state = TemporaryFolder.Create("status");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task One_screen_shows_every_part_what_serves_and_how_the_last_training_went()
    {
        var served = (await (await api.Anonymous.GetAsync("/")).OkAsync()).GetProperty("model_version").GetString()!;

        var result = await RunAsync("--api", $"{api.Program.Address}");

        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        Assert.Equal(3, result.StandardOutput.Split('\n').Count(line => line.Contains(" up ", StringComparison.Ordinal)));
        string[] expected =
        [
            $"serves {served}", "PostgreSQL ", "120 movies", $"{api.Settings.Container}, ", "by operator on ",
            "NDCG@10 in-visit", "Last trainings", "operator", "fingerprint ", "ratings since ", "Challenger",
        ];
        Assert.All(expected, text => Assert.Contains(text, result.StandardOutput, StringComparison.Ordinal));
        Assert.Empty(result.StandardError);
    }

    [Fact]
    public async Task Json_has_the_same_for_a_program()
    {
        var (result, json) = await RunJsonAsync("--api", $"{api.Program.Address}");

        Assert.Equal(0, result.ExitCode);
        Assert.True(json.GetProperty("up").GetBoolean());
        var champion = json.GetProperty("registry").GetProperty("champion");
        Assert.Equal(
            json.GetProperty("api").GetProperty("model_version").GetString(), champion.GetProperty("version").GetString());
        Assert.InRange(champion.GetProperty("metrics").GetProperty("svd_rmse").GetDouble(), 0.1, 2);
        Assert.InRange(champion.GetProperty("age_seconds").GetDouble(), 0, 3_600);
        Assert.Equal(TinyCatalog.MovieCount, json.GetProperty("database").GetProperty("counts").GetProperty("movies").GetInt32());
        var run = json.GetProperty("runs").EnumerateArray().Last();
        Assert.Equal(("operator", "published"), (run.GetProperty("trigger").GetString(), run.GetProperty("status").GetString()));
        Assert.Equal(7, run.GetProperty("steps").GetArrayLength());
        Assert.Equal(JsonValueKind.Number, run.GetProperty("steps")[2].GetProperty("seconds").ValueKind);
        Assert.Equal(
            champion.GetProperty("version").GetString(), json.GetProperty("pending_feedback").GetProperty("since").GetString());
    }

    [Theory]
    [InlineData("database", "--database", NoDatabase)]
    [InlineData("registry", "--storage", NoStorage)]
    public async Task What_is_down_is_one_line_and_the_rest_is_shown(string part, params string[] arguments)
    {
        var (result, json) = await RunJsonAsync(["--api", $"{api.Program.Address}", .. arguments]);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.StandardError);
        foreach (var name in (string[])["api", "database", "registry"])
            Assert.Equal(name != part, json.GetProperty(name).GetProperty("up").GetBoolean());
        var problem = json.GetProperty(part).GetProperty("problem").GetString()!;
        Assert.Contains("refused", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
        Assert.Equal(part != "database", json.GetProperty("runs").ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public async Task A_part_that_hangs_is_waited_for_no_longer_than_wanted()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var (result, json) = await RunJsonAsync("--api", $"http://{silent.LocalEndpoint}", "--timeout", "10");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("no answer within 10 s.", json.GetProperty("api").GetProperty("problem").GetString());
        Assert.True(json.GetProperty("registry").GetProperty("up").GetBoolean());
    }

    [Fact]
    public async Task A_database_without_the_schema_is_told_what_it_lacks()
    {
        await using var empty = await postgres.CreateDatabaseAsync(migrated: false);

        var result = await RunAsync("--api", $"{api.Program.Address}", "--database", empty.ConnectionString);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "the first being 0001_extensions.sql: recofilm migrate.", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knowing_nothing_it_says_how_to_tell_it()
    {
        var result = await CommandProcess.RunAsync(["status", "--state", _state], TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, result.StandardOutput.Split('\n').Count(line => line.Contains(" down ", StringComparison.Ordinal)));
        string[] expected =
        [
            "give --api, set RECOFILM",
            "ConnectionStrings:Recofilm is missing",
            "Recofilm:Storage:ConnectionString is missing",
        ];
        Assert.All(expected, text => Assert.Contains(text, result.StandardOutput, StringComparison.Ordinal));
    }

    private async Task<(BufferedCommandResult Result, JsonElement Json)> RunJsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--json"]);
        return (result, JsonDocument.Parse(result.StandardOutput).RootElement);
    }

    // Arguments given twice are refused: what a test gives takes the place of what works.
    private Task<BufferedCommandResult> RunAsync(params string[] arguments)
    {
        (string Name, string Value)[] working =
        [
            ("--database", api.Settings.Database), ("--storage", api.Settings.Storage),
            ("--container", api.Settings.Container), ("--state", _state),
        ];
        return CommandProcess.RunAsync(
            [
                "status", .. arguments,
                .. working.Where(pair => !arguments.Contains(pair.Name)).SelectMany(pair => (string[])[pair.Name, pair.Value]),
            ],
            TestContext.Current.CancellationToken);
    }
}
