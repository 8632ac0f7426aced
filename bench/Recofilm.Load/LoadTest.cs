using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Recofilm.Cli;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database.Users;
using Recofilm.Load.Reports;
using Recofilm.Load.Staging;
using Recofilm.Load.Wrk;

namespace Recofilm.Load;

/// <summary>
/// Drives every endpoint at few and at many connections. Endpoints take turns within the run, several times, so that what
/// else the machine does falls on all of them and ratios hold.
/// </summary>
internal static class LoadTest
{
    /// <summary>How many connections send at the same time.</summary>
    public static readonly int[] Connections = [16, 256];

    private const int Rounds = 3;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    /// <summary>Runs the test.</summary>
    /// <param name="stage">The servers.</param>
    /// <param name="executable">The program.</param>
    /// <param name="seconds">How long each endpoint is driven at each number of connections.</param>
    /// <param name="endpoints">Which endpoints, besides the two that all are compared with; all when empty.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<LoadReport> RunAsync(
        LoadStage stage, string executable, int seconds, IReadOnlyCollection<string> endpoints, CancellationToken cancellationToken)
    {
        var services = stage.Services;
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var users = await LoadUsers.PrepareAsync(
            database, services.GetRequiredService<UserStore>(), new UserKeys(stage.State.Pepper), cancellationToken);
        Scenario[] scenarios =
        [
            .. (await Scenario.AllAsync(database, users, cancellationToken))
                .Where(scenario => endpoints.Count == 0 || scenario.IsReference || endpoints.Contains(scenario.Name)),
        ];
        await using var program = await ReleaseProgram.LaunchAsync(executable, stage.State.Folder, stage.Settings);
        await program.WaitUntilReadyAsync(cancellationToken);

        var turns = Math.Min(Rounds, seconds);
        var outcomes = scenarios.SelectMany(scenario => Connections, (scenario, connections) => (scenario.Name, connections))
            .ToDictionary(pair => pair, _ => new List<WrkOutcome>());
        foreach (var scenario in scenarios)
        {
            var requests = scenario.ToRequests(await users.TokensAsync(program.Address, cancellationToken));
            await CheckAsync(program.Address, scenario, requests[0], cancellationToken);
            await WrkTool.RunAsync(program.Address, requests, Connections[0], _warmUp, cancellationToken);
        }

        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var connections in Connections)
            {
                foreach (var scenario in scenarios)
                {
                    var requests = scenario.ToRequests(await users.TokensAsync(program.Address, cancellationToken));
                    Console.Error.WriteLine($"{turn + 1}/{turns}: {scenario.Name} at {connections} connections");
                    outcomes[(scenario.Name, connections)].Add(await WrkTool.RunAsync(
                        program.Address, requests, connections, TimeSpan.FromSeconds(Math.Max(1, seconds / turns)), cancellationToken));
                }
            }
        }

        var champion = await services.GetRequiredService<ModelRegistry>().ReadChampionAsync(cancellationToken);
        return new LoadReport(
            Measurement.Now(stage.Dataset, champion!.Version.ToString()),
            seconds,
            [.. outcomes.Select(entry => LoadRow.Of(entry.Key.Name, entry.Key.connections, entry.Value))]);
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
        var isList = !scenario.Name.Contains("recomm", StringComparison.Ordinal) || text.Contains("\"movie_id\"", StringComparison.Ordinal);
        if (!answer.IsSuccessStatusCode || !isList)
            throw new CommandException($"{scenario.Name} answers {(int)answer.StatusCode}: {text}");
    }
}
