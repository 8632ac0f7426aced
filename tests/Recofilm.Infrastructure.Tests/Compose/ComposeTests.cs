using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Recofilm.Cli;
using Recofilm.Core.Registry;
using Recofilm.Infrastructure.Tests.Bicep;
using Recofilm.Infrastructure.Tests.Monitoring;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Compose;

/// <summary>compose.yaml, which is not run here, against what it starts.</summary>
public sealed partial class ComposeTests
{
    private static readonly JsonObject _compose = Yaml.Read("compose.yaml");
    private static readonly string _text = Repository.Read("compose.yaml");

    private static readonly JsonNode _program = _compose["x-program"]!;
    private static readonly JsonObject _services = _compose["services"]!.AsObject();

    private static Dictionary<string, string> Settings =>
        _compose["x-settings"]!.AsObject().ToDictionary(setting => setting.Key, setting => setting.Value!.ToString());

    [Fact]
    public async Task Docker_compose_accepts_it()
    {
        var variables = Path.Combine(TemporaryFolder.Create("compose"), ".env");
        try
        {
            await File.WriteAllLinesAsync(
                variables,
                Required().Matches(_text).Select(match => $"{match.Groups["name"].Value}=x").Distinct(),
                TestContext.Current.CancellationToken);

            var (succeeded, output) = await InstalledProgram.RunAsync(
                "docker-compose", "--file", Repository.PathOf("compose.yaml"), "--env-file", variables, "config", "--quiet");

            Assert.True(succeeded, output);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(variables)!, recursive: true);
        }
    }

    [Fact]
    public void It_says_that_it_has_not_been_run_and_how_to_run_it()
    {
        var header = string.Join('\n', _text.Split('\n').TakeWhile(line => line.StartsWith('#')));

        Assert.Contains("has not been run", header, StringComparison.Ordinal);
        Assert.Contains("docker compose up", header, StringComparison.Ordinal);
        Assert.All(
            Required().Matches(_text).Select(match => match.Groups["name"].Value),
            name => Assert.Contains($"{name}=%s", header, StringComparison.Ordinal));
        foreach (Match command in CliCommand().Matches(_text))
            Assert.Empty(RecofilmCommand.Create().Parse(command.Groups["words"].Value).Errors);
    }

    [Fact]
    public void Everything_that_is_to_be_there_is_pinned_and_looked_after()
    {
        Assert.Equal(
            ["azurite", "cli", "grafana", "migration", "mlflow", "postgres", "prometheus", "recofilm"],
            _services.Select(service => service.Key).Order());
        var lasting = _services.Where(service => service.Key is not ("cli" or "migration")).ToList();
        Assert.All(lasting, service => Assert.NotEmpty(service.Value.At("healthcheck", "test")!.AsArray()));
        Assert.All(
            lasting.Where(service => service.Key != "recofilm"),
            service => Assert.Matches(@":v?\d+\.\d+(\.\d+)?(-\w+)?$", service.Value.Text("image")));
        var azurite = JsonNode.Parse(Repository.Read("package.json")).Text("devDependencies", "azurite")
            ?? JsonNode.Parse(Repository.Read("package.json")).Text("dependencies", "azurite");
        Assert.EndsWith($":{azurite}", _services["azurite"].Text("image"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_runs_the_image_without_rights()
    {
        Assert.Equal(".", _program.Text("build"));
        Assert.Contains($"USER {_program.Text("user")}\n", Repository.Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(("true", "[\"ALL\"]"), (_program.Text("read_only"), _program["cap_drop"]!.ToJsonString()));
        Assert.All(["recofilm", "migration", "cli"], name => Assert.NotNull(_services[name]!["<<"]));
        Assert.Equal("[\"dotnet\",\"recofilm.dll\"]", _services["migration"]!["entrypoint"]!.ToJsonString());
        Assert.Empty(RecofilmCommand.Create().Parse([.. Words(_services["migration"]!["command"])]).Errors);
        var check = Words(_services["recofilm"].At("healthcheck", "test")).ToList();
        Assert.Equal(["CMD", "dotnet", "recofilm.dll"], check[..3]);
        Assert.Empty(RecofilmCommand.Create().Parse(check[3..]).Errors);
    }

    [Fact]
    public void Every_setting_is_one_the_program_reads_and_those_it_needs_are_there()
    {
        Assert.All(
            Settings.Keys, name => Assert.True(AppSettingTests.IsRead(name.Replace("__", ":", StringComparison.Ordinal)), name));
        string[] needed =
        [
            "ConnectionStrings__Recofilm", "Recofilm__Storage__ConnectionString", "Recofilm__Authentication__SigningKeys__0__Kid",
            "Recofilm__Authentication__SigningKeys__0__Key", "Recofilm__Authentication__Pepper",
        ];
        Assert.Empty(needed.Except(Settings.Keys));
        Assert.Equal(new StorageOptions().Container, Settings["Recofilm__Storage__Container"]);
    }

    [Fact]
    public void Names_and_ports_are_those_that_the_others_listen_on()
    {
        var port = Repository.Read("Dockerfile").Split("ASPNETCORE_URLS=http://+:")[1].Split('\n')[0];
        Assert.Equal([$"127.0.0.1:{port}:{port}"], Words(_services["recofilm"]!["ports"]));
        Assert.Contains($"http://localhost:{port}", Words(_services["recofilm"].At("healthcheck", "test")));
        var targets = Yaml.Read($"{AlertRules.Folder}/prometheus.yml")["scrape_configs"]!.AsArray()
            .SelectMany(job => Words(job!["static_configs"]![0]!["targets"])).ToList();
        Assert.Contains($"recofilm:{port}", targets);
        Assert.Equal(["127.0.0.1:9090:9090"], Words(_services["prometheus"]!["ports"]));

        var source = Yaml.Read("infra/monitoring/grafana/provisioning/datasources/prometheus.yml")["datasources"]![0]!;
        Assert.Equal("http://prometheus:9090", source.Text("url"));
        // Models are blobs, trainings are queue messages.
        var storage = Settings["Recofilm__Storage__ConnectionString"];
        Assert.Contains("BlobEndpoint=http://azurite:10000/", storage, StringComparison.Ordinal);
        Assert.Contains("QueueEndpoint=http://azurite:10001/", storage, StringComparison.Ordinal);
        Assert.Contains("--queueHost=0.0.0.0", Words(_services["azurite"]!["command"]));
        Assert.Contains("Host=postgres;", Settings["ConnectionStrings__Recofilm"], StringComparison.Ordinal);
        var database = _services["postgres"]!["environment"]!;
        Assert.Contains(
            $"Database={database.Text("POSTGRES_DB")};Username={database.Text("POSTGRES_USER")};",
            Settings["ConnectionStrings__Recofilm"], StringComparison.Ordinal);
        Assert.Equal("http://mlflow:5000", Settings["MLFLOW_TRACKING_URI"]);
        Assert.Contains("--port=5000", Words(_services["mlflow"]!["command"]));
    }

    [Fact]
    public void What_is_mounted_is_there_and_where_its_reader_looks()
    {
        var mounts = _services.SelectMany(service => Words(service.Value!["volumes"])).Select(mount => mount.Split(':')).ToList();
        var volumes = _compose["volumes"]!.AsObject().Select(volume => volume.Key).ToHashSet();

        Assert.All(mounts, mount => Assert.True(
            mount[0].StartsWith("./", StringComparison.Ordinal)
                ? Repository.Has(mount[0][2..])
                : volumes.Contains(mount[0]),
            mount[0]));
        var provider = Assert.Single(
            Yaml.Read("infra/monitoring/grafana/provisioning/dashboards/recofilm.yml")["providers"]!.AsArray());
        Assert.Contains(mounts, mount => mount[0] == $"./{Dashboard.Folder}" && mount[1] == provider.Text("options", "path"));
        Assert.Contains(mounts, mount => mount[0] == $"./{AlertRules.Folder}" && mount[1] == "/etc/prometheus");
    }

    [Fact]
    public void Nothing_is_reachable_from_other_machines_and_no_secret_is_written_down()
    {
        Assert.All(
            _services.SelectMany(service => Words(service.Value!["ports"])),
            port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(
            [Settings["Recofilm__Authentication__SigningKeys__0__Key"], Settings["Recofilm__Authentication__Pepper"],
                _services["postgres"].Text("environment", "POSTGRES_PASSWORD")!,
                _services["grafana"].Text("environment", "GF_SECURITY_ADMIN_PASSWORD")!],
            secret => Assert.StartsWith("${", secret, StringComparison.Ordinal));
        Assert.Contains("\n.env\n", Repository.Read(".gitignore"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words(JsonNode? list) => list?.AsArray().Select(word => word!.ToString()) ?? [];

    [GeneratedRegex(@"\$\{(?<name>\w+):\?")]
    private static partial Regex Required();

    [GeneratedRegex(@"docker compose run --rm (--volume \S+ )?cli (?<words>[a-z][^\n]*)")]
    private static partial Regex CliCommand();
}
