using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Training;

namespace Recofilm.Core.Tests.Training;

public sealed partial class TrainingPipelineTests
{
    [Fact]
    public async Task Without_ratings_the_run_fails_says_so_and_lets_the_next_one_start()
    {
        await _database.ExecuteAsync("DELETE FROM ratings WHERE user_id > 0");

        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => _instance.TrainAsync(cancellationToken: Cancellation));

        Assert.Equal("There are no ratings to train on.", exception.Message);
        var run = Assert.Single(await _instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal((TrainingRunStatus.Failed, "read", exception.Message), (run.Status, run.Step, run.Error));
        await Assert.ThrowsAsync<InvalidDataException>(() => _instance.TrainAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_cancelled_run_is_recorded_as_failed_and_publishes_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _instance.TrainAsync(
            report =>
            {
                if (report.Step == TrainingStep.Evaluate)
                    cancellation.Cancel();
            },
            cancellation.Token));

        var run = Assert.Single(await _instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal((TrainingRunStatus.Failed, "evaluate"), (run.Status, run.Step));
        Assert.Empty(await _instance.Registry.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_run_that_loses_its_lease_stops_and_says_so()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var instance = new TrainingInstance(_database, _storage, _container, services: services => services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<TrainingDataSource>(async token =>
            {
                await _container.GetBlobClient(TrainingLease.BlobName).GetBlobLeaseClient()
                    .BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);
                while (!token.IsCancellationRequested)
                {
                    time.Advance(TimeSpan.FromSeconds(4));
                    await Task.Delay(10, Cancellation);
                }

                throw new OperationCanceledException(token);
            }));

        var exception = await Assert.ThrowsAsync<TrainingLeaseLostException>(
            () => instance.TrainAsync(cancellationToken: Cancellation));

        var run = Assert.Single(await instance.Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal((TrainingRunStatus.Failed, "The lease on training was lost."), (run.Status, run.Error));
        Assert.Equal(
            "The lease on training was lost: the blob storage did not answer in time, or another run took it.",
            Cli.RecofilmCommand.Explain(exception));
    }

    [Fact]
    public async Task An_activation_during_the_run_wins()
    {
        await _instance.TrainAsync(cancellationToken: Cancellation);
        await ChangeDataAsync();
        var other = await _instance.Registry.PublishAsync(1);

        await Assert.ThrowsAsync<ChampionConflictException>(() => _instance.TrainAsync(
            report =>
            {
                if (report.Step == TrainingStep.Publish && report.Detail == ModelManifest.FileName)
                    _instance.Registry.ActivateAsync(other, Cancellation).GetAwaiter().GetResult();
            },
            Cancellation));

        Assert.Equal(other, (await _instance.Registry.ReadChampionAsync(Cancellation))!.Version);
        var run = (await _instance.Runs.ListAsync(1, Cancellation))[0];
        Assert.Equal((TrainingRunStatus.Failed, "publish"), (run.Status, run.Step));
    }
}
