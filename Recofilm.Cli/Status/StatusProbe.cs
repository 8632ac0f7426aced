using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;

namespace Recofilm.Cli.Status;

/// <summary>Reads the state of every part of the platform. A part may be down, and the probe changes nothing.</summary>
/// <param name="services">The services of the product, which connect when they are first used.</param>
/// <param name="api">The address of the program, if known.</param>
/// <param name="timeout">The longest time a part may take to answer.</param>
/// <param name="time">The clock of the report and its timeouts.</param>
internal sealed class StatusProbe(IServiceProvider services, Uri? api, TimeSpan timeout, TimeProvider time)
{
    private const int Runs = 5;

    /// <summary>Reads the state now.</summary>
    public async Task<StatusReport> LookAsync(CancellationToken cancellationToken)
    {
        var asking = AskAsync(AskApiAsync, cancellationToken);
        var reading = AskAsync(ReadDatabaseAsync, cancellationToken);
        var listing = AskAsync(ReadRegistryAsync, cancellationToken);
        var (database, registry) = (await reading, await listing);
        var report = new StatusReport(time.GetUtcNow(), await asking, database, registry, null, null, null, null, null);
        if (!database.Up)
            return report;

        // Runs these queries one after the other, so that they share one connection.
        var rows = await AskAsync(stop => ReadRowsAsync(report, stop), cancellationToken);
        return rows.Found ?? report with { Database = database with { Problem = rows.Problem } };
    }

    private Task<Probed<ApiState>> AskApiAsync(CancellationToken cancellationToken) => api is null
        ? throw new CommandException("no address is known: give --api, set RECOFILM, or start it with 'recofilm up'.")
        : ApiProbe.AskAsync(api, time, cancellationToken);

    private async Task<Probed<DatabaseState>> ReadDatabaseAsync(CancellationToken cancellationToken)
    {
        var state = await DatabaseState.ReadAsync(services.GetRequiredService<NpgsqlDataSource>(), cancellationToken);
        return new Probed<DatabaseState>(state, state.MissingMigrations.Count == 0
            ? null
            : $"it lacks {state.MissingMigrations.Count} migrations, the first being {state.MissingMigrations[0]}: "
                + "recofilm migrate.");
    }

    private async Task<Probed<RegistryState>> ReadRegistryAsync(CancellationToken cancellationToken)
    {
        var container = services.GetRequiredService<BlobContainerClient>();
        var registry = services.GetRequiredService<ModelRegistry>();
        if (!await container.ExistsAsync(cancellationToken))
            return new Probed<RegistryState>(new RegistryState(container.Uri, 0, null, null, null), Problem: null);
        var versions = await registry.ListAsync(cancellationToken);
        var champion = await registry.ReadChampionAsync(cancellationToken);
        var manifest = versions.FirstOrDefault(version => version.Version == champion?.Version)?.Manifest;
        var state = new RegistryState(
            container.Uri, versions.Count, champion, manifest, await registry.ReadChallengerAsync(cancellationToken));
        return new Probed<RegistryState>(state, champion is not null && manifest is null
            ? $"the champion {champion.Version} is incomplete: recofilm models activate <another version>."
            : null);
    }

    private async Task<Probed<StatusReport>> ReadRowsAsync(StatusReport report, CancellationToken cancellationToken)
    {
        report = report with
        {
            Runs = await services.GetRequiredService<TrainingRunStore>().ListAsync(Runs, cancellationToken),
            Online = await services.GetRequiredService<OnlineMeasures>().ReadAsync(cancellationToken),
            Drift = await services.GetRequiredService<DriftWatch>().PeekAsync(cancellationToken),
        };
        if (report.Registry is { Up: true, Found.Champion: not null })
        {
            report = report with
            {
                Trial = await services.GetRequiredService<ExperimentReports>().ReadAsync(cancellationToken),
                PendingFeedback = await services.GetRequiredService<PendingFeedback>().CountAsync(cancellationToken),
            };
        }

        return new Probed<StatusReport>(report, Problem: null);
    }

    private async Task<Probed<T>> AskAsync<T>(Func<CancellationToken, Task<Probed<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var expiry = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            return await Task.Run(() => ask(stop.Token), stop.Token).WaitAsync(stop.Token);
        }
        catch (Exception) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Probed<T>(null, $"no answer within {timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception exception) when (RecofilmCommand.Explain(exception) is { } line)
        {
            return new Probed<T>(null, line);
        }
    }
}
