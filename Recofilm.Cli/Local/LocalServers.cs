namespace Recofilm.Cli.Local;

/// <summary>The servers that the program needs: PostgreSQL and the storage emulator.</summary>
internal sealed class LocalServers : IAsyncDisposable
{
    private LocalServers(LocalPostgres postgres, Azurite azurite) => (Postgres, Azurite) = (postgres, azurite);

    /// <summary>The database server.</summary>
    public LocalPostgres Postgres { get; }

    /// <summary>The storage emulator.</summary>
    public Azurite Azurite { get; }

    /// <summary>Starts both at the same time.</summary>
    /// <param name="stateFolder">Each keeps its data in a folder of its own in it.</param>
    /// <param name="report">Told about steps that take a while.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <exception cref="LocalStartException">One of them cannot be started; the other is stopped again.</exception>
    public static async Task<LocalServers> StartAsync(string stateFolder, Action<string> report, CancellationToken cancellationToken)
    {
        var postgres = LocalPostgres.StartAsync(
            new LocalPostgresOptions(Path.Combine(stateFolder, "postgres")) { Report = report }, cancellationToken);
        // The Functions host, where there is one, wants queues and tables for its own bookkeeping.
        var hosted = LocalProgram.FindFunctionsHost() is not null;
        var azurite = Azurite.StartAsync(
            new AzuriteOptions(Path.Combine(stateFolder, "azurite"))
            {
                QueuePort = hosted ? Loopback.FindFreePort() : null,
                TablePort = hosted ? Loopback.FindFreePort() : null,
                Report = report,
            },
            cancellationToken);
        try
        {
            return new LocalServers(await postgres, await azurite);
        }
        catch
        {
            await StopAsync(postgres);
            await StopAsync(azurite);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Azurite.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private static async Task StopAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully)
            await starting.Result.DisposeAsync();
    }
}
