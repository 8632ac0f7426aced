using System.Diagnostics;
using Azure.Storage.Blobs.Specialized;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>
/// A real process trains and is killed before, during and after its publication. The tests of crash points stop it in process at
/// every blob that it writes.
/// </summary>
public sealed class KilledTrainingTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private static readonly string Program = Path.Combine(
        BuiltProgram.Solution, "tests", "Recofilm.TrainingProcess", "bin", BuiltProgram.Configuration, "net10.0",
        "Recofilm.TrainingProcess.dll");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TrainingStep.Train, "")]
    [InlineData(TrainingStep.Publish, "hybrid.arrow")]
    [InlineData(TrainingStep.Publish, ChampionPointer.FileName)]
    [InlineData(TrainingStep.Record, "")]
    public async Task A_champion_that_loads_remains_and_the_next_run_completes(TrainingStep step, string detail)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(database);
        var container = await azurite.CreateContainerAsync();
        var storage = await azurite.GetConnectionStringAsync();
        await using var instance = new TrainingInstance(database, storage, container);
        var before = await instance.Registry.PublishAsync(1, rmse: 5);
        await instance.Registry.ActivateAsync(before, Cancellation);

        var exitCode = await RunAsync(database.ConnectionString, storage, container.Name, step.ToString(), detail);

        Assert.Equal(OperatingSystem.IsWindows() ? -1 : 137, exitCode);
        var pointerMoved = step == TrainingStep.Record || detail == ChampionPointer.FileName;
        Assert.Equal(RefreshOutcome.Loaded, await instance.Refresher.RefreshAsync(Cancellation));
        Assert.Equal(pointerMoved, instance.Models.Champion!.Version != before);
        var killed = Assert.Single(await instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal((TrainingRunStatus.Running, step.ToString().ToLowerInvariant()), (killed.Status, killed.Step));

        // The lease of the killed process would end by itself in time.
        Assert.Equal(TrainingStatus.AlreadyRunning, (await instance.TrainAsync(cancellationToken: Cancellation)).Status);
        await container.GetBlobClient(TrainingLease.BlobName).GetBlobLeaseClient()
            .BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);
        var next = await instance.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal(pointerMoved ? TrainingStatus.Unchanged : TrainingStatus.Published, next.Status);
        await instance.Refresher.RefreshAsync(Cancellation);
        Assert.Equal(next.Version, instance.Models.Champion!.Version);
        var closed = (await instance.Runs.ListAsync(cancellationToken: Cancellation)).Single(run => run.RunId == killed.RunId);
        Assert.Equal(
            (TrainingRunStatus.Failed, $"The process ended during step {killed.Step}."), (closed.Status, closed.Error));
    }

    [Theory]
    [InlineData(TrainingStep.Publish, ModelManifest.FileName)]
    [InlineData(TrainingStep.Record, "")]
    public async Task A_queued_training_is_taken_up_again_as_the_same_run(TrainingStep step, string detail)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(database);
        var container = await azurite.CreateContainerAsync();
        var storage = await azurite.GetConnectionStringAsync();
        await using var instance = new TrainingInstance(database, storage, container);
        var runId = await instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        var message = (await instance.Queue.Messages.ReceiveMessageAsync(cancellationToken: Cancellation)).Value.MessageText;

        var exitCode = await RunAsync(database.ConnectionString, storage, container.Name, step.ToString(), detail, message);

        Assert.Equal(OperatingSystem.IsWindows() ? -1 : 137, exitCode);
        // The message may come before the lease of the killed process has ended: it goes behind it.
        await instance.Trainings.RunAsync(message, Cancellation);
        var interrupted = Assert.Single(await instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(TrainingRunStatus.Running, interrupted.Status);
        await container.GetBlobClient(TrainingLease.BlobName).GetBlobLeaseClient()
            .BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);

        await instance.Trainings.RunAsync(message, Cancellation);

        var run = Assert.Single(await instance.Runs.ListAsync(cancellationToken: Cancellation));
        var pointerMoved = step == TrainingStep.Record || detail == ChampionPointer.FileName;
        Assert.Equal((runId, pointerMoved ? TrainingRunStatus.Unchanged : TrainingRunStatus.Published), (run.RunId, run.Status));
        Assert.Equal(run.ModelVersion, (await instance.Registry.ReadChampionAsync(Cancellation))!.Version.ToString());
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT attempts FROM training_runs"));
    }

    private static async Task<int> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]))!;
        try
        {
            await process.WaitForExitAsync(Cancellation);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        return process.ExitCode;
    }
}
