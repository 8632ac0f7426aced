using System.Text.Json;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Settings that stop the start, and one that only development allows.</summary>
[Collection(ApiCollection.Name)]
public sealed class SettingTests(Api api)
{
    [Theory]
    [InlineData(
        "Recofilm__Authentication__AllowLoginByUserIdAlone", "true", "AllowLoginByUserIdAlone lets anyone log in as anyone")]
    [InlineData(
        "Recofilm__Authentication__Pepper", "c2hvcnQ=",
        "Recofilm:Authentication:Pepper must be at least 32 random bytes in base64.")]
    [InlineData(
        "Recofilm__Authentication__Peper", "x",
        "Recofilm:Authentication:Peper is not a setting; the nearest is Recofilm:Authentication:Pepper.")]
    [InlineData(
        "Recofilm__Training__KeepVersion", "5",
        "Recofilm:Training:KeepVersion is not a setting; the nearest is Recofilm:Training:KeepVersions.")]
    [InlineData(
        "Recofilm__Drift__Windows", "1", "Recofilm:Drift:Windows is not a setting; the nearest is Recofilm:Drift:Window.")]
    [InlineData(
        "Recofilm__Model__Poll", "5", "Recofilm:Model:Poll is not a setting; the nearest is Recofilm:Model:PollInterval.")]
    [InlineData("Recofilm__Feedback__MinimumRating", "5", "the nearest is Recofilm:Feedback:MinimumRatings.")]
    [InlineData(
        "Recofilm__Databse__MaxConnections", "5",
        "Recofilm:Databse:MaxConnections is not a setting; the nearest is Recofilm:Database:MaxConnections.")]
    [InlineData("Recofilm__Database__ConnectionString", "Host=x", "Recofilm:Database:ConnectionString is not a setting")]
    [InlineData(
        "Recofilm__Authentication__SigningKeys__0__Kind", "x",
        "the nearest is Recofilm:Authentication:SigningKeys:<n>:Kid.")]
    [InlineData("Recofilm__Http__MaxRequestBodyBytes", "lots", "Recofilm:Http:MaxRequestBodyBytes")]
    [InlineData("Recofilm__RequestLog__KeptFiles", "0", "Recofilm:RequestLog:KeptFiles must be from 1 to 10000; got 0.")]
    [InlineData(
        "Recofilm__RequestLog__Path", "/dev/null/requests.json",
        "Recofilm:RequestLog:Path is \"/dev/null/requests.json\", whose folder cannot be created")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317",
        "OTEL_EXPORTER_OTLP_ENDPOINT is \"collector:4317\": it must be an address such as http://localhost:4317.")]
    [InlineData(
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "x",
        "APPLICATIONINSIGHTS_CONNECTION_STRING is not a connection string of Application Insights: "
            + "it names no InstrumentationKey.")]
    [InlineData(
        "Recofilm__Telemetry__DatabaseProbeInterval", "00:00:00",
        "Recofilm:Telemetry:DatabaseProbeInterval must be 00:00:01 to 01:00:00; got 00:00:00.")]
    [InlineData(
        "Recofilm__Training__Schedule", "nightly",
        "Recofilm:Training:Schedule must be six fields of cron, seconds first")]
    [InlineData("Recofilm__Feedback__Schedule", "0 15 3", "Recofilm:Feedback:Schedule must be six fields of cron, seconds first")]
    [InlineData(
        "Recofilm__Http__KnownProxies__0", "proxy",
        "Recofilm:Http:KnownProxies:0 must be an address or a network such as 10.0.0.0/8; got")]
    [InlineData("ConnectionStrings__Recofilm", null, "ConnectionStrings:Recofilm")]
    public async Task A_wrong_setting_stops_the_start_with_one_clear_line(string name, string? value, string message)
    {
        await using var program = ProgramProcess.Launch(api.Settings.With(name, value));
        Assert.Equal(1, await program.WaitForExitAsync());
        var line = Assert.Single(program.Output, text => text.Contains("The program cannot start.", StringComparison.Ordinal));
        Assert.Contains(
            message, JsonDocument.Parse(line).RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.Empty(program.Errors);
    }

    [Fact]
    public async Task Login_by_user_id_alone_works_in_development_when_it_is_set()
    {
        await using var program = await StartInDevelopmentAsync();
        using var client = new ApiClient(program.Address);
        var login = await (await client.PostAsync("/login", """{"user_id": 1}""")).OkAsync();
        Assert.Equal("Bearer", login.GetProperty("token_type").GetString());
        Assert.Equal(600, login.GetProperty("expires_in").GetInt32());
        await (await client.PostAsync("/login", """{"user_id": 999999}""")).ProblemAsync(401, "invalid-credentials");
        await (await client.PostAsync("/login", """{"user_id": 1, "user_key": "x"}""")).ProblemAsync(401, "invalid-credentials");
    }

    [Fact]
    public async Task Login_by_user_id_alone_is_for_loopback_host_names()
    {
        await using var program = await StartInDevelopmentAsync();

        foreach (var host in (string[])["localhost", "localhost:7071", "recofilm.localhost", "127.0.0.1:7071", "[::1]:7071"])
            Assert.Equal((200, 200, true), await AnswersAsync(host));
        string[] foreign =
            ["attacker.example", "127.0.0.1.attacker.example", "localhost.attacker.example:7071", "192.168.1.5"];
        foreach (var host in foreign)
            Assert.Equal((400, 404, false), await AnswersAsync(host));

        async Task<(int Login, int SampleUsers, bool Offered)> AnswersAsync(string host)
        {
            using var client = new ApiClient(program.Address);
            client.Http.DefaultRequestHeaders.Host = host;
            using var login = await client.PostAsync("/login", """{"user_id": 1}""");
            using var users = await client.GetAsync("/sample_users");
            var status = await (await client.GetAsync("/")).OkAsync();
            return ((int)login.StatusCode, (int)users.StatusCode, status.GetProperty("sample_users").GetBoolean());
        }
    }

    private Task<ProgramProcess> StartInDevelopmentAsync() => ProgramProcess.StartAsync(api.Settings
        .With("Recofilm__Authentication__AllowLoginByUserIdAlone", "true")
        .With("ASPNETCORE_ENVIRONMENT", "Development"));
}
