using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Chaos;

/// <summary>Kills, stops and restarts what the program consists of and stands on, one after the other.</summary>
internal sealed class Faults(int seed, Instances instances, Servers servers, History history)
{
    // libfaketime moves the clock of a process that is started with it.
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private const int MostSecondsOfClock = 15;

    private readonly Random _random = new(seed);

    /// <summary>Makes faults until it is told to stop. Everything runs again when it returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5 + (1.5 * _random.NextDouble())), CancellationToken.None);
            var time = TimeSpan.FromSeconds(0.3 + (3 * _random.NextDouble()));
            var instance = _random.Next(instances.Count);
            switch (_random.Next(6))
            {
                case 0:
                    history.Count("faults: instance killed");
                    await instances.RestartAsync(instance, new Dictionary<string, string?>());
                    break;
                case 1:
                    history.Count("faults: instance stopped for a while");
                    await instances.SuspendAsync(instance, time);
                    break;
                case 2 when File.Exists(FakeTime):
                    var seconds = _random.Next(-MostSecondsOfClock, MostSecondsOfClock + 1);
                    history.Count("faults: instance killed, its clock moved");
                    await instances.RestartAsync(instance, Clock(seconds));
                    break;
                case 3:
                    history.Count("faults: PostgreSQL killed");
                    await servers.RestartPostgresAsync();
                    break;
                case 4:
                    history.Count("faults: PostgreSQL stopped for a while");
                    await SuspendAsync(servers.Postgres.ProcessId, time);
                    break;
                default:
                    history.Count("faults: storage stopped for a while");
                    await SuspendAsync(servers.Azurite.ProcessId, time);
                    break;
            }
        }
    }

    private static Dictionary<string, string?> Clock(int seconds) => new()
    {
        ["LD_PRELOAD"] = FakeTime,
        ["FAKETIME"] = $"{seconds:+0;-0}",
        // Time-outs and timers go by another clock, which no correction moves.
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
    };

    private static async Task SuspendAsync(int process, TimeSpan time)
    {
        await ProcessTree.SignalAsync(process, "STOP");
        await Task.Delay(time, CancellationToken.None);
        await ProcessTree.SignalAsync(process, "CONT");
    }
}

/// <summary>
/// The servers below the program. The storage emulator is only stopped, not killed: it keeps its index in memory and writes it
/// later, so a kill would lose what Azure would not.
/// </summary>
internal sealed class Servers : IAsyncDisposable
{
    private const int StartAttempts = 10;

    private readonly LocalPostgresOptions _options;

    private Servers(LocalPostgresOptions options, LocalPostgres postgres, Azurite azurite) =>
        (_options, Postgres, Azurite) = (options with { Port = postgres.Port }, postgres, azurite);

    /// <summary>The database server that runs now.</summary>
    public LocalPostgres Postgres { get; private set; }

    /// <summary>The storage emulator.</summary>
    public Azurite Azurite { get; }

    /// <summary>Starts both.</summary>
    public static async Task<Servers> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var options = new LocalPostgresOptions(Path.Combine(folder, "postgres"));
        return new Servers(
            options, await LocalPostgres.StartAsync(options, cancellationToken),
            await Azurite.StartAsync(new AzuriteOptions(Path.Combine(folder, "azurite")), cancellationToken));
    }

    /// <summary>Kills the database server with all its workers, and starts it again on the same port and data.</summary>
    public async Task RestartPostgresAsync()
    {
        await ProcessTree.SignalAsync(Postgres.ProcessId, "KILL");
        await Postgres.DisposeAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Postgres = await LocalPostgres.StartAsync(_options, CancellationToken.None);
                return;
            }
            catch (LocalStartException) when (attempt < StartAttempts)
            {
                // A worker of the killed server may end last and hold its shared memory until then.
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Azurite.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
