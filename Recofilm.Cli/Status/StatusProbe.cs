using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;

namespace Recofilm.Cli.Status;

/// <summary>Finds out how every part of the platform is. None of them has to be up, and nothing is changed.</summary>
/// <param name="services">The product's parts; one is connected to when it is asked.</param>
/// <param name="api">Where the program serves, if that is known.</param>
/// <param name="patience">How long a part may take.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusProbe(IServiceProvider services, Uri? api, TimeSpan patience, TimeProvider time)
{
    private const int Runs = 5;

    /// <summary>Looks now.</summary>
    public async Task<StatusReport> LookAsync(CancellationToken cancellationToken)
    {
        var asking = AskAsync(AskApiAsync, cancellationToken);
        var reading = AskAsync(ReadDatabaseAsync, cancellationToken);
        var listing = AskAsync(ReadRegistryAsync, cancellationToken);
        var (database, registry) = (await reading, await listing);
        var report = new StatusReport(time.GetUtcNow(), await asking, database, registry, null, null, null, null, null);
        if (!database.Up)
            return report;

        // One after the other: together they would need that many connections.
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
            : $"it lacks {state.MissingMigrations.Count} migrations, the first being {state.MissingMigrations[0]}: recofilm migrate.");
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
                Trial = await services.GetRequiredService<TrialReports>().ReadAsync(cancellationToken),
                PendingFeedback = await services.GetRequiredService<PendingFeedback>().CountAsync(cancellationToken),
            };
        }

        return new Probed<StatusReport>(report, Problem: null);
    }

    private async Task<Probed<T>> AskAsync<T>(Func<CancellationToken, Task<Probed<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await Task.Run(() => ask(stop.Token), stop.Token).WaitAsync(stop.Token);
        }
        catch (Exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Probed<T>(null, $"no answer within {patience.TotalSeconds:0.#} s.");
        }
        catch (Exception exception) when (RecofilmCommand.Explain(exception) is { } line)
        {
            return new Probed<T>(null, line);
        }
    }
}
