using Azure.Storage.Blobs;
using Recofilm.Core.Registry;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Registry;

public sealed class RegistryLockTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lock_is_free_when_its_holder_gives_it_back()
    {
        var container = new BlobContainerClient(
            await azurite.GetConnectionStringAsync(), $"lock-{Guid.NewGuid():N}");
        var first = await RegistryLock.AcquireAsync(container, Cancellation);

        var second = RegistryLock.AcquireAsync(container, Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(500), Cancellation);
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();

        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task Whoever_waits_may_give_up()
    {
        var container = await azurite.CreateContainerAsync();
        await using var first = await RegistryLock.AcquireAsync(container, Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Assert.False(first.Token.IsCancellationRequested);

        var second = RegistryLock.AcquireAsync(container, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task The_work_under_the_lock_ends_with_the_callers()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var held = await RegistryLock.AcquireAsync(await azurite.CreateContainerAsync(), caller.Token);

        await caller.CancelAsync();

        Assert.True(held.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lock_that_is_gone_is_given_back_in_silence()
    {
        var container = await azurite.CreateContainerAsync();
        var held = await RegistryLock.AcquireAsync(container, Cancellation);
        await container.DeleteAsync(cancellationToken: Cancellation);

        await held.DisposeAsync();

        Assert.False(await container.ExistsAsync(Cancellation));
    }
}
