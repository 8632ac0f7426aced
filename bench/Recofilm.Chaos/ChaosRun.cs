using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Fitting;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Chaos;

/// <summary>
/// Clients that act on two instances of the program while both, the database and the storage are killed and stopped. Every
/// answer, and at the end every row, must be what some order of the acknowledged requests gives.
/// </summary>
public static class ChaosRun
{
    private const string Database = "chaos";
    private const string Container = "chaos";
    private const int InstanceCount = 2;

    /// <summary>Starts everything, runs, and checks.</summary>
    /// <param name="options">The extent of the run.</param>
    /// <param name="cancellationToken">Ends the preparation and the run early.</param>
    public static async Task<ChaosReport> RunAsync(ChaosOptions options, CancellationToken cancellationToken = default)
    {
        var folder = TemporaryFolder.Create("chaos");
        try
        {
            await using var servers = await Servers.StartAsync(folder, cancellationToken);
            return await RunAsync(options, servers, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ChaosReport> RunAsync(
        ChaosOptions options, Servers servers, CancellationToken cancellationToken)
    {
        await servers.Postgres.EnsureDatabaseAsync(Database, cancellationToken);
        await DatabaseMigrator.MigrateAsync(servers.Postgres.ConnectionString(Database), cancellationToken);
        await using var database = new TestDatabase(servers.Postgres.ConnectionString(Database));
        await TinyCatalog.LoadAsync(database);
        await new BlobContainerClient(servers.Azurite.ConnectionString, Container)
            .CreateAsync(cancellationToken: cancellationToken);
        var settings = new ProgramSettings(database.ConnectionString, servers.Azurite.ConnectionString, Container)
        {
            Variables = new Dictionary<string, string?>
            {
                // The product's own time-outs, which the settings of other tests lengthen.
                ["Recofilm__Database__CommandTimeout"] = null,
                ["Recofilm__Database__ConnectTimeout"] = null,
            },
        };
        await using var services = Connect(settings);
        string[] versions =
        [
            await TrainAsync(services, FastTraining.Options),
            await TrainAsync(services, FastTraining.Options with { Svd = FastTraining.Options.Svd with { Samples = 6 } }),
        ];
        var users = new UserStore(database.Connections);
        var keys = new UserKeys(ProgramSettings.Pepper);
        var (userKey, serviceKey) = (UserKeys.Create(), ServiceKeyRing.CreateKey());
        var operatorId = await users.CreateAsync(UserRole.Operator, keys.Hash(userKey), cancellationToken: cancellationToken);
        await new ServiceStore(database.Connections).CreateAsync(
            "chaos", keys.Hash(serviceKey), TimeProvider.System.GetUtcNow(), cancellationToken);

        var history = new History();
        await using var instances = await Instances.StartAsync(settings, InstanceCount);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(options.Duration);
        var champion = new ChampionClient(
            options.Seed, instances, services.GetRequiredService<ModelRegistry>(), versions, userKey, operatorId, history);
        await Task.WhenAll(
        [
            new Faults(options.Seed, instances, servers, history).RunAsync(stop.Token),
            champion.ActivateAsync(stop.Token),
            champion.ObserveAsync(stop.Token),
            .. Enumerable.Range(1, options.Clients).Select(client => new HistoryClient(
                options.Seed + client, options.Pause, instances, serviceKey, TinyCatalog.MovieCount, history)
                .RunAsync(stop.Token)),
        ]);
        cancellationToken.ThrowIfCancellationRequested();
        await champion.ConvergeAsync();
        // The connections of before end in servers that were killed.
        await using var healed = new TestDatabase(database.ConnectionString);
        await FinalCheck.RunAsync(healed, history);
        return new ChaosReport(options, history.Counts, history.Violations);
    }

    private static ServiceProvider Connect(ProgramSettings settings) => new ServiceCollection()
        .AddRecofilmCore(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = settings.Database,
            ["Recofilm:Storage:ConnectionString"] = settings.Storage,
            ["Recofilm:Storage:Container"] = settings.Container,
            // Both versions are to serve, whatever their quality.
            ["Recofilm:Training:RmseTolerance"] = "1",
            ["Recofilm:Training:NdcgTolerance"] = "1",
        }).Build())
        .AddTransient<ModelTrainer>()
        .BuildServiceProvider();

    private static async Task<string> TrainAsync(ServiceProvider services, ModelOptions options)
    {
        var pipeline = ActivatorUtilities.CreateInstance<TrainingPipeline>(services, new ModelTrainer(options));
        var result = await pipeline.RunAsync(TrainingTrigger.CommandLine);
        return result.Status == TrainingStatus.Published
            ? result.Version!.Value.ToString()
            : throw new InvalidOperationException($"The training ended as {result.Status}.");
    }
}
