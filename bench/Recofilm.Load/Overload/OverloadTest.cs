using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Registry;
using Recofilm.Load.Reports;
using Recofilm.Load.Staging;
using Recofilm.Load.Wrk;

namespace Recofilm.Load.Overload;

/// <summary>
/// Offers more than the program can do: from half of its capacity to four times as much, at the times that the rate sets. The
/// capacity of each mix is measured first, with the same generator.
/// </summary>
internal static class OverloadTest
{
    /// <summary>The offered loads, in capacities.</summary>
    public static readonly double[] Factors = [0.5, 1, 1.5, 2, 3, 4];

    private const int Callers = 32;

    // As suits a database that has one processor.
    private const int Connections = 4;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan _pulse = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the test.</summary>
    /// <param name="stage">The servers.</param>
    /// <param name="executable">The program.</param>
    /// <param name="seconds">The time for which each load is offered.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<OverloadReport> RunAsync(
        LoadStage stage, string executable, int seconds, CancellationToken cancellationToken)
    {
        var services = stage.Services;
        var users = await LoadUsers.PrepareAsync(stage, cancellationToken);
        await using var program = await ReleaseProgram.LaunchAsync(
            executable, stage.State.Folder,
            new Dictionary<string, string>(stage.Settings) { ["Recofilm:Database:MaxConnections"] = $"{Connections}" });
        await program.WaitUntilReadyAsync(cancellationToken);

        var division = await Processors.DivideAsync([program.Id, .. stage.ProcessIds]);
        var duration = TimeSpan.FromSeconds(seconds);
        var rows = new List<OverloadRow>();
        using var load = new OpenLoop(program.Address);
        foreach (var mix in LoadMix.All)
        {
            var tokens = await users.TokensAsync(program.Address, cancellationToken);
            await load.CapacityAsync(mix.ToRequests(tokens), Callers, _warmUp, cancellationToken);
        }

        foreach (var mix in LoadMix.All)
        {
            var tokens = await users.TokensAsync(program.Address, cancellationToken);
            var capacity = await CapacityAsync(load, mix.ToRequests(tokens), duration, cancellationToken);
            foreach (var factor in Factors)
            {
                Console.Error.WriteLine($"{mix.Name}: {factor} of {capacity:F0} requests a second");
                tokens = await users.TokensAsync(program.Address, cancellationToken);
                await using var slow = SlowClients.Start(program.Address, mix.SlowClients, tokens[0]);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var pulse = PulseAsync(program.Address, over.Token);
                var answers = await load.RunAsync(mix.ToRequests(tokens), factor * capacity, duration, cancellationToken);
                await over.CancelAsync();
                rows.Add(OverloadRow.Of(mix.Name, factor, capacity * factor, duration, answers, await pulse));
            }
        }

        var champion = await services.GetRequiredService<ModelRegistry>().ReadChampionAsync(cancellationToken);
        return new OverloadReport(
            Measurement.Now(stage.Dataset, champion!.Version.ToString()), seconds, division, rows);
    }

    // Repeats until the capacity stops growing: the runtime recompiles hot code.
    private static async Task<double> CapacityAsync(
        OpenLoop load, IReadOnlyList<LoadRequest> requests, TimeSpan duration, CancellationToken cancellationToken)
    {
        const double Grown = 1.05;
        var capacity = await load.CapacityAsync(requests, Callers, duration, cancellationToken);
        while (true)
        {
            var next = await load.CapacityAsync(requests, Callers, duration, cancellationToken);
            if (next < Grown * capacity)
                return Math.Max(next, capacity);
            capacity = next;
        }
    }

    // Asks on a connection of its own, as an orchestrator does, and at its own pace.
    private static async Task<IReadOnlyList<Answer>> PulseAsync(Uri address, CancellationToken cancellationToken)
    {
        using var loop = new OpenLoop(address);
        var answers = new List<Answer>();
        try
        {
            while (true)
            {
                answers.AddRange(await loop.RunAsync(
                    [new LoadRequest("GET", "/health/live")], 1 / _pulse.TotalSeconds, _pulse, cancellationToken));
                await Task.Delay(_pulse, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return answers;
        }
    }
}
