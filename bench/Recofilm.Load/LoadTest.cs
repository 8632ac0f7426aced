using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Recofilm.Cli;
using Recofilm.Core.Registry;
using Recofilm.Load.Reports;
using Recofilm.Load.Staging;
using Recofilm.Load.Wrk;

namespace Recofilm.Load;

/// <summary>
/// Drives every endpoint at few and at many connections, on Kestrel and behind the tests' Functions host. Endpoints and servers
/// take turns within the run, several times, so that the machine's other work falls on all of them and ratios hold.
/// </summary>
internal static class LoadTest
{
    /// <summary>How many connections send at the same time.</summary>
    public static readonly int[] Connections = [16, 256];

    /// <summary>The program serves HTTP itself, driven by wrk.</summary>
    public const string Kestrel = "Kestrel";

    /// <summary>The program is a worker of the tests' Functions host, which invokes it without HTTP.</summary>
    public const string Host = "Functions host";

    private const int Rounds = 3;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    /// <summary>Runs the test.</summary>
    /// <param name="stage">The servers.</param>
    /// <param name="executable">The program.</param>
    /// <param name="seconds">How long each endpoint is driven at each number of connections.</param>
    /// <param name="endpoints">Which endpoints, besides the two that all are compared with; all when empty.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<LoadReport> RunAsync(
        LoadStage stage, string executable, int seconds, IReadOnlyCollection<string> endpoints,
        CancellationToken cancellationToken)
    {
        var services = stage.Services;
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var users = await LoadUsers.PrepareAsync(stage, cancellationToken);
        Scenario[] scenarios =
        [
            .. (await Scenario.AllAsync(database, users, cancellationToken))
                .Where(scenario => endpoints.Count == 0 || scenario.IsReference || endpoints.Contains(scenario.Name)),
        ];
        await using var program = await ReleaseProgram.LaunchAsync(executable, stage.State.Folder, stage.Settings);
        await program.WaitUntilReadyAsync(cancellationToken);
        await using var hosted = await HostedProgram.LaunchAsync(
            Path.GetDirectoryName(executable)!, stage.Settings, keepsLogs: false, cancellationToken);
        await hosted.WaitUntilReadyAsync(cancellationToken);

        var turns = Math.Min(Rounds, seconds);
        var length = TimeSpan.FromSeconds(Math.Max(1, seconds / turns));
        var runs = (
            from connections in Connections
            from scenario in scenarios
            from server in (string[])[Kestrel, Host]
            select (server, scenario, connections)).ToDictionary(run => run, _ => new List<LoadOutcome>());
        foreach (var scenario in scenarios)
        {
            var requests = scenario.ToRequests(await users.TokensAsync(program.Address, cancellationToken));
            await CheckAsync(program.Address, scenario, requests[0], cancellationToken);
            await CheckAsync(hosted.Address, scenario, requests[0], cancellationToken);
            foreach (var server in (string[])[Kestrel, Host])
                await DriveAsync(server, requests, Connections[0], _warmUp);
        }

        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var ((server, scenario, connections), outcomes) in runs)
            {
                var requests = scenario.ToRequests(await users.TokensAsync(program.Address, cancellationToken));
                Console.Error.WriteLine($"{turn + 1}/{turns}: {server}, {scenario.Name} at {connections} connections");
                outcomes.Add(await DriveAsync(server, requests, connections, length));
            }
        }

        var champion = await services.GetRequiredService<ModelRegistry>().ReadChampionAsync(cancellationToken);
        return new LoadReport(
            Measurement.Now(stage.Dataset, champion!.Version.ToString()),
            seconds,
            [
                .. runs.OrderByDescending(run => run.Key.server, StringComparer.Ordinal)
                    .ThenBy(run => Array.IndexOf(scenarios, run.Key.scenario))
                    .Select(run => LoadRow.Of(run.Key.server, run.Key.scenario.Name, run.Key.connections, run.Value)),
            ]);

        Task<LoadOutcome> DriveAsync(string server, IReadOnlyList<LoadRequest> requests, int connections, TimeSpan duration) =>
            server == Kestrel
                ? WrkTool.RunAsync(program.Address, requests, connections, duration, cancellationToken)
                : hosted.RunAsync(requests, connections, duration, cancellationToken);
    }

    /// <summary>One answer is looked at before thousands are counted.</summary>
    private static async Task CheckAsync(Uri address, Scenario scenario, LoadRequest request, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
        if (request.Token.Length > 0)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Token);
        if (request.Body.Length > 0)
            message.Content = new StringContent(request.Body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(message, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var isList = !scenario.Name.Contains("recomm", StringComparison.Ordinal)
            || text.Contains("\"movie_id\"", StringComparison.Ordinal);
        if (!answer.IsSuccessStatusCode || !isList)
            throw new CommandException($"{scenario.Name} answers {(int)answer.StatusCode}: {text}");
    }
}
