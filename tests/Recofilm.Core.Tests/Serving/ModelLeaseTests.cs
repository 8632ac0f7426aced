using System.Collections.Concurrent;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Serving;

/// <summary>A model's memory lives exactly as long as somebody has a lease on it.</summary>
public sealed class ModelLeaseTests
{
    private static readonly ModelManifest[] Manifests = [ExampleModel.Manifest(1), ExampleModel.Manifest(2)];

    private readonly ConcurrentDictionary<ModelSnapshot, Memory> _memories = [];

    [Fact]
    public void Memory_is_given_back_when_the_last_lease_ends()
    {
        using var holder = new ModelHolder();
        var (memory, next) = (new Memory(), new Memory());
        holder.SetChampion(Lease(1, memory));
        var request = holder.Acquire(userId: 5)!;

        holder.SetChampion(Lease(2, next));

        Assert.Equal((0, 0), (memory.GivenBack, next.GivenBack));
        Assert.Same(TasteWorld.Models, request.Models);
        request.Dispose();
        request.Dispose();
        Assert.Equal((1, 0), (memory.GivenBack, next.GivenBack));
        Assert.False(request.Snapshot.TryLease(out _));
        Assert.Throws<ObjectDisposedException>(() => request.Models);
        Assert.Equal(ExampleModel.Version(1), request.Snapshot.Version);
    }

    [Fact]
    public void A_challenger_that_is_promoted_stays_in_memory()
    {
        using var holder = new ModelHolder();
        var (champion, challenger) = (new Memory(), new Memory());
        holder.SetChampion(Lease(1, champion));
        holder.SetChallenger(
            new ChallengerPointer(ExampleModel.Version(2), Share: 1, "salt", DateTimeOffset.UnixEpoch), Lease(2, challenger));
        Assert.Equal(ExampleModel.Version(2), VersionFor(holder));

        Assert.True(holder.Challenger!.Model.TryLease(out var promoted));
        holder.SetChampion(promoted);
        holder.RemoveChallenger();

        Assert.Equal(ExampleModel.Version(2), VersionFor(holder));
        Assert.Equal((1, 0), (champion.GivenBack, challenger.GivenBack));
    }

    [Fact]
    public async Task No_request_computes_on_memory_that_was_given_back_however_often_models_are_swapped()
    {
        const int Swaps = 2_000;
        using var holder = new ModelHolder();
        List<Memory> memories = [new()];
        holder.SetChampion(Lease(1, memories[0]));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var requests = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var served = 0;
            for (; !stop.IsCancellationRequested || served == 0; served++)
            {
                using var model = holder.Acquire(userId: 5)!;
                Assert.True(model.Models.Catalog.Count > 0);
                Assert.Equal(0, _memories[model.Snapshot].GivenBack);
            }

            return served;
        }, CancellationToken.None)).ToArray();

        for (var swap = 0; swap < Swaps; swap++)
        {
            memories.Add(new Memory());
            holder.SetChampion(Lease(1, memories[^1]));
        }

        await stop.CancelAsync();
        Assert.DoesNotContain(0, await Task.WhenAll(requests));
        Assert.All(memories[..^1], memory => Assert.Equal(1, memory.GivenBack));
        Assert.Equal(0, memories[^1].GivenBack);
    }

    private static ModelVersion VersionFor(ModelHolder holder)
    {
        using var lease = holder.Acquire(userId: 5)!;
        return lease.Snapshot.Version;
    }

    private ModelLease Lease(int version, Memory memory)
    {
        var lease = ModelSnapshot.Lease(Manifests[version - 1], TasteWorld.Models, memory);
        _memories[lease.Snapshot] = memory;
        return lease;
    }

    private sealed class Memory : IDisposable
    {
        private int _givenBack;

        public int GivenBack => Volatile.Read(ref _givenBack);

        public void Dispose() => Interlocked.Increment(ref _givenBack);
    }
}
