using Microsoft.Extensions.DependencyInjection;
using Recofilm.Cli.Up;
using Recofilm.Core.Database;
using Recofilm.Core.Training;
using Recofilm.LocalStack;
using Recofilm.Scale;

namespace Recofilm.Load.Staging;

/// <summary>
/// The servers that the measured program needs: PostgreSQL with a data set and Azurite with a model, both kept in
/// <c>.recofilm/bench</c>, so that the next measurement starts at once.
/// </summary>
internal sealed class LoadStage : IAsyncDisposable
{
    private const string OnceAYear = "0 0 0 1 1 *";

    private readonly LocalServers _servers;

    private LoadStage(LocalState state, LocalServers servers, DatasetSource dataset, IReadOnlyDictionary<string, string> settings)
    {
        State = state;
        _servers = servers;
        Dataset = dataset;
        Settings = settings;
        Services = ProductParts.Connect(settings);
    }

    /// <summary>Secrets and what was loaded.</summary>
    public LocalState State { get; }

    /// <summary>The processes of the servers.</summary>
    public IReadOnlyList<int> ProcessIds => [_servers.Postgres.ProcessId, _servers.Azurite.ProcessId];

    /// <summary>The data.</summary>
    public DatasetSource Dataset { get; }

    /// <summary>The program's configuration by key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The product's parts, connected to the same servers.</summary>
    public ServiceProvider Services { get; }

    /// <summary>Starts the servers, loads the data, and trains where there is no model yet.</summary>
    /// <param name="root">The folder of Recofilm.sln.</param>
    /// <param name="dataset">
    /// A folder or .zip, "sample", "scale", or nothing for MovieLens where it is beside the checkout.
    /// </param>
    /// <param name="retrain">Whether to train even where there is a model.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<LoadStage> StartAsync(
        string root, string? dataset, bool retrain, CancellationToken cancellationToken)
    {
        var state = LocalState.Open(Path.Combine(root, ".recofilm", "bench"));
        var source = await DatasetSource.ResolveAsync(
            Locate(root, state, dataset, cancellationToken), state.Folder, new Progress<double>(), cancellationToken);
        var servers = await LocalServers.StartAsync(state.Folder, Console.Error.WriteLine, cancellationToken);
        try
        {
            await servers.Postgres.EnsureDatabaseAsync(source.DatabaseName, cancellationToken);
            var database = servers.Postgres.ConnectionString(source.DatabaseName);
            await DatabaseMigrator.MigrateAsync(database, cancellationToken);
            var settings = new Dictionary<string, string>(
                LocalSettings.Of(state, source, database, servers.Azurite.ConnectionString))
            {
                // One address sends everything here; what is measured is the work, not the limits.
                ["Recofilm:Http:LoginsPerMinute"] = "1000000",
                // The program runs as it is deployed, where nobody may do so.
                ["Recofilm:Authentication:AllowLoginByUserIdAlone"] = "false",
                // Nothing trains or is swapped in the middle of a measurement. The host wants the schedules as settings.
                ["Recofilm:Training:Schedule"] = OnceAYear,
                ["Recofilm:Feedback:Schedule"] = OnceAYear,
            };
            if (retrain && state.Datasets.TryGetValue(source.DatabaseName, out var loaded))
                loaded.Trained = false;
            var stage = new LoadStage(state, servers, source, settings);
            await new LocalData(stage.Services, state, source, database).PrepareAsync(cancellationToken);
            // A first model is smaller, and ranks faster, than the one that serves after a full training.
            await stage.Services.GetRequiredService<TrainingPipeline>()
                .RunAsync(TrainingTrigger.CommandLine, cancellationToken: cancellationToken);
            return stage;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _servers.DisposeAsync();
    }

    private static string? Locate(string root, LocalState state, string? dataset, CancellationToken cancellationToken)
    {
        if (dataset == "scale")
            return Generate(Path.Combine(state.Folder, "scale"), cancellationToken);
        if (dataset is not null)
            return dataset;
        for (var folder = new DirectoryInfo(root); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "ml-latest-small");
            if (File.Exists(Path.Combine(candidate, "ratings.csv")))
                return candidate;
        }

        return DatasetSource.Sample;
    }

    /// <summary>
    /// A catalogue of MovieLens 20M's size with a twentieth of its ratings: the model is as large, the training short.
    /// </summary>
    private static string Generate(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "ratings.csv")))
            new MovieLensGenerator(new MovieLensShape { Users = 7_000, Ratings = 1_000_000 }).Write(folder, cancellationToken);
        return folder;
    }
}
