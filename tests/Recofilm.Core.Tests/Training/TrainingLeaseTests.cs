using Azure.Storage.Blobs.Specialized;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

public class TrainingLeaseTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_want_to_train_one_may_and_after_it_the_next()
    {
        var container = await azurite.CreateContainerAsync();

        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            TrainingLease.TryAcquireAsync(container, Duration, TimeProvider.System, Cancellation)));

        var lease = Assert.Single(leases, lease => lease is not null)!;
        Assert.False(lease.Lost.IsCancellationRequested);
        await lease.DisposeAsync();
        await using var next = await TrainingLease.TryAcquireAsync(container, Duration, TimeProvider.System, Cancellation);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_lease_is_kept_past_its_duration_while_its_holder_lives()
    {
        var container = await azurite.CreateContainerAsync();
        await using var lease = await TrainingLease.TryAcquireAsync(container, Duration, TimeProvider.System, Cancellation);

        await Task.Delay(Duration + TimeSpan.FromSeconds(3), Cancellation);

        Assert.Null(await TrainingLease.TryAcquireAsync(container, Duration, TimeProvider.System, Cancellation));
        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_holder_who_lost_the_lease_is_told()
    {
        var container = await azurite.CreateContainerAsync();
        await using var lease = await TrainingLease.TryAcquireAsync(container, Duration, TimeProvider.System, Cancellation);

        await container.GetBlobClient(TrainingLease.BlobName).GetBlobLeaseClient().BreakAsync(
            TimeSpan.Zero, cancellationToken: Cancellation);

        var lost = new TaskCompletionSource();
        await using var registration = lease!.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(Duration, Cancellation);
    }
}
