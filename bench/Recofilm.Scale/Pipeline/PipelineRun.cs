using Microsoft.Extensions.DependencyInjection;
using Recofilm.Cli;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Import;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;
using Recofilm.LocalStack;
using Recofilm.Scale.Reports;

namespace Recofilm.Scale.Pipeline;

/// <summary>
/// The whole way of a data set, as <c>recofilm import</c> and <c>recofilm train</c> go it: files into an empty PostgreSQL, then
/// a night's training to a published model, in this process.
/// </summary>
internal static class PipelineRun
{
    /// <summary>Runs it.</summary>
    /// <param name="dataset">A folder of MovieLens files.</param>
    /// <param name="stateFolder">Where the servers keep their files; emptied before and after.</param>
    /// <param name="threads">Threads of the training.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<ScaleReport> RunAsync(
        string dataset, string stateFolder, int threads, CancellationToken cancellationToken)
    {
        Empty(stateFolder);
        var source = await DatasetSource.ResolveAsync(dataset, stateFolder, new Progress<double>(), cancellationToken);
        var state = LocalState.Open(stateFolder);
        ScaleReport report;
        await using (var servers = await LocalServers.StartAsync(stateFolder, Console.Error.WriteLine, cancellationToken))
        {
            await servers.Postgres.EnsureDatabaseAsync(source.DatabaseName, cancellationToken);
            var database = servers.Postgres.ConnectionString(source.DatabaseName);
            await DatabaseMigrator.MigrateAsync(database, cancellationToken);
            var settings = new Dictionary<string, string>(
                LocalSettings.Of(state, source, database, servers.Azurite.ConnectionString))
            {
                [$"{TrainingOptions.Section}:Threads"] = threads.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
            await using var services = ProductParts.Connect(settings);
            report = await RunAsync(source, database, services, cancellationToken);
        }

        Empty(stateFolder);
        return report;
    }

    private static async Task<ScaleReport> RunAsync(
        DatasetSource source, string database, ServiceProvider services, CancellationToken cancellationToken)
    {
        var recorder = new PhaseRecorder(TimeProvider.System);
        ImportReport imported;
        await using (var dataSource = RecofilmDataSource.CreateBulk(database))
        {
            recorder.Enter(ScaleReport.Import);
            imported = await new MovieLensImporter(dataSource, TimeProvider.System)
                .ImportAsync(source.Path!, new MovieLensOptions(), cancellationToken: cancellationToken);
            recorder.End();
        }

        var trained = await services.GetRequiredService<TrainingPipeline>()
            .RunAsync(TrainingTrigger.CommandLine, recorder, cancellationToken);
        recorder.End();
        if (trained.Status != TrainingStatus.Published)
            throw new CommandException($"Nothing was published: {trained.Message}");
        var manifest = await services.GetRequiredService<ModelRegistry>()
            .ReadManifestAsync(trained.Version!.Value, cancellationToken);
        return new ScaleReport(
            Measurement.Now(source, manifest.Version.ToString()), imported.Users.Inserted, imported.Movies.Inserted,
            imported.Ratings.Inserted, recorder.Phases,
            manifest.Files, trained.Metrics);
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
