using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Time.Testing;
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

    [Fact]
    public async Task A_renewal_that_fails_while_the_lease_is_given_back_harms_nobody()
    {
        var container = await azurite.CreateContainerAsync();
        var time = new FakeTimeProvider();
        var (renewing, refused) = (new TaskCompletionSource(), new TaskCompletionSource());
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(
            new InterceptedRequests(async request =>
            {
                if (!request.Headers.TryGetValue("x-ms-lease-action", out var action) || action != "renew")
                    return;
                renewing.SetResult();
                await refused.Task;
                throw new RequestFailedException(503, "The server is busy.");
            }),
            HttpPipelinePosition.PerCall);
        var intercepted = new BlobContainerClient(await azurite.GetConnectionStringAsync(), container.Name, options);
        var lease = await TrainingLease.TryAcquireAsync(intercepted, Duration, time, Cancellation);
        time.Advance(Duration / 4);
        await renewing.Task;

        var disposing = lease!.DisposeAsync();
        refused.SetResult();
        await disposing;

        Assert.False(await TrainingLease.IsHeldAsync(container, Cancellation));
    }
}
