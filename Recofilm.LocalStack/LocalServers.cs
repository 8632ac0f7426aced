namespace Recofilm.LocalStack;

/// <summary>The servers that the program needs: PostgreSQL and the storage emulator.</summary>
internal sealed class LocalServers : IAsyncDisposable
{
    private LocalServers(LocalPostgres postgres, Azurite azurite) => (Postgres, Azurite) = (postgres, azurite);

    /// <summary>The database server.</summary>
    public LocalPostgres Postgres { get; }

    /// <summary>The storage emulator.</summary>
    public Azurite Azurite { get; }

    /// <summary>Starts both at the same time.</summary>
    /// <param name="stateFolder">The folder in which each server has a folder of its own.</param>
    /// <param name="report">Receives a message before each step that takes a while.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="LocalStartException">One server cannot be started; the other has been stopped again.</exception>
    public static async Task<LocalServers> StartAsync(
        string stateFolder, Action<string> report, CancellationToken cancellationToken)
    {
        var postgres = LocalPostgres.StartAsync(
            new LocalPostgresOptions(Path.Combine(stateFolder, "postgres")) { Report = report }, cancellationToken);
        var azurite = Azurite.StartAsync(
            new AzuriteOptions(Path.Combine(stateFolder, "azurite")) { Report = report }, cancellationToken);
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
