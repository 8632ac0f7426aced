using System.Diagnostics;
using Azure.Storage.Blobs.Specialized;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Artifacts;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>A real process trains and is killed at every step, and after every blob it writes.</summary>
public sealed class KilledTrainingTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private static readonly string Program = Path.Combine(
        BuiltProgram.Solution, "tests", "Recofilm.TrainingProcess", "bin", BuiltProgram.Configuration, "net10.0",
        "Recofilm.TrainingProcess.dll");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<TrainingStep, string> Moments
    {
        get
        {
            var moments = new TheoryData<TrainingStep, string>();
            foreach (var step in Enum.GetValues<TrainingStep>())
            {
                moments.Add(step, "");
                if (step != TrainingStep.Publish)
                    continue;
                foreach (var file in ExampleModel.Files)
                    moments.Add(step, file.Name);
                moments.Add(step, ModelManifest.FileName);
                moments.Add(step, ChampionPointer.FileName);
            }

            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
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
        Assert.Equal(pointerMoved, instance.Models.Current!.Version != before);
        var killed = Assert.Single(await instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal((TrainingRunStatus.Running, step.ToString().ToLowerInvariant()), (killed.Status, killed.Step));

        // What time would do: the lease of the killed process ends.
        Assert.Equal(TrainingStatus.AlreadyRunning, (await instance.TrainAsync(cancellationToken: Cancellation)).Status);
        await container.GetBlobClient(TrainingLease.BlobName).GetBlobLeaseClient()
            .BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);
        var next = await instance.TrainAsync(cancellationToken: Cancellation);

        Assert.Equal(pointerMoved ? TrainingStatus.Unchanged : TrainingStatus.Published, next.Status);
        await instance.Refresher.RefreshAsync(Cancellation);
        Assert.Equal(next.Version, instance.Models.Current!.Version);
        var closed = (await instance.Runs.ListAsync(cancellationToken: Cancellation)).Single(run => run.RunId == killed.RunId);
        Assert.Equal(
            (TrainingRunStatus.Failed, $"The process ended during step {killed.Step}."), (closed.Status, closed.Error));
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
