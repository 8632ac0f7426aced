using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Recofilm.Functions;
using Recofilm.Functions.Hosting;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests.FunctionsHost;

/// <summary>
/// The functions that the published program reports to the host are the endpoints that it maps and those of docs/api.md: the
/// host forwards nothing else.
/// </summary>
public sealed partial class ReportedFunctionsTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private const string CatchAll = "{*path}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Functions_endpoints_and_documentation_are_the_same()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var settings = await SettingsAsync(database);
        await using var host = await StartAsync(settings);
        var http = host.Functions.Where(function => function.TriggerType == "httptrigger").ToList();
        var others = http.Where(function => function.Route != CatchAll).ToList();
        var catchAll = Assert.Single(http, function => function.Route == CatchAll);

        // Each function's route and methods are those of the endpoints that name it; other endpoints are the catch-all's.
        var mapped = Mapped(settings).ToLookup(endpoint => endpoint.Function, endpoint => endpoint.Operation);
        Assert.Equal(
            others.ToDictionary(function => function.Name, Operations),
            mapped.Where(endpoints => endpoints.Key != catchAll.Name).ToDictionary(
                endpoints => endpoints.Key, endpoints => string.Join(' ', endpoints.Order(StringComparer.Ordinal))));

        // The host tries routes in the order of names: one that takes everything must come last, for every method.
        Assert.Equal(http[^1], catchAll);
        Assert.Superset(
            new HashSet<string>(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]),
            new HashSet<string>(catchAll.Methods!.Select(method => method.ToUpperInvariant())));

        // Documentation names each of them, and beside them only what the catch-all serves.
        var functions = others.SelectMany(function => Operations(function).Split(' ')).ToHashSet();
        Assert.Subset(Documented().ToHashSet(), functions);
        foreach (var operation in Documented().Except(functions))
        {
            using var answer = await host.Client.GetAsync(operation.Replace("GET:", "", StringComparison.Ordinal), Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{operation}: {answer.StatusCode}");
        }

        // Tokens are checked by the program; a key of the host would be asked for besides.
        Assert.All(http, function => Assert.Equal("Anonymous", function.AuthLevel));
    }

    [Fact]
    public async Task Every_setting_that_the_host_resolves_is_among_those_of_a_new_installation()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var settings = await SettingsAsync(database);
        await using var host = await StartAsync(settings);
        var sample = await File.ReadAllTextAsync(
            Path.Combine(BuiltProgram.Solution, "local.settings.sample.json"), Cancellation);

        var timers = host.Functions.Where(function => function.TriggerType == "timertrigger").ToList();

        Assert.Equal(
            [
                ("feedback_training", "%Recofilm:Feedback:Schedule%"), ("nightly_training", "%Recofilm:Training:Schedule%"),
            ],
            timers.Select(timer => (timer.Name, timer.Schedule!)));
        Assert.All(
            host.Functions.Select(function => function.Schedule ?? function.QueueName).OfType<string>(),
            text => Assert.All(
                Setting().Matches(text), setting => Assert.Contains(
                    $"\"{setting.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)}\"",
                    sample, StringComparison.Ordinal)));
    }

    private async Task<ProgramSettings> SettingsAsync(TestDatabase database)
    {
        var container = await azurite.CreateContainerAsync();
        return new(database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name);
    }

    private static async Task<TestFunctionsHost> StartAsync(ProgramSettings settings) => await TestFunctionsHost.StartAsync(
        new FunctionsHostSettings(await PublishedProgram.FolderAsync()) { Variables = settings.HostVariables },
        Cancellation);

    // "GET:/movies/{movie_id}" and so on, one a method.
    private static string Operations(HostedFunction function) => string.Join(
        ' ', function.Methods!.Select(method => Operation(method, function.Route)).Order(StringComparer.Ordinal));

    private static string Operation(string method, string route) => $"{method.ToUpperInvariant()}:/{route.Trim('/')}";

    private static IEnumerable<(string Function, string Operation)> Mapped(ProgramSettings settings)
    {
        var app = Functions.Program.Create(
            [.. settings.HostVariables.Where(setting => setting.Value is not null)
                .Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}")]);
        app.UseApi().MapApi();
        return
            from source in ((IEndpointRouteBuilder)app).DataSources
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            select (
                endpoint.Metadata.GetMetadata<FunctionMetadata>()?.Function ?? "website",
                Operation(method, endpoint.RoutePattern.RawText!));
    }

    private static IEnumerable<string> Documented()
    {
        var page = File.ReadAllText(Path.Combine(BuiltProgram.Solution, "docs", "api.md"));
        return Row().Matches(page).Select(row => Operation(row.Groups["method"].Value, row.Groups["route"].Value));
    }

    [GeneratedRegex(@"^\| `(?<method>[A-Z]+) (?<route>/[^` ]*)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Setting();
}
