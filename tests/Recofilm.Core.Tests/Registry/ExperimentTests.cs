using Azure.Storage.Blobs;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Registry;

public sealed class ExperimentTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ModelRegistry _registry = null!;
    private Experiment _trial = null!;
    private BlobContainerClient _container = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _container = await azurite.CreateContainerAsync();
        _registry = new ModelRegistry(_container, TimeProvider.System);
        _trial = new Experiment(_registry, _container, TimeProvider.System);
        await _registry.ActivateAsync(await _registry.PublishAsync(1), Cancellation);
        await _registry.PublishAsync(2);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_challenger_is_listed_kept_by_pruning_and_gone_when_the_trial_ends()
    {
        for (var number = 3; number <= 6; number++)
            await _registry.PublishAsync(number);

        var pointer = await _trial.StartAsync(ExampleModel.Version(2), share: 0.25, Cancellation);
        await new ModelRetention(_registry, _container, TimeProvider.System).PruneAsync(keep: 2, Cancellation);

        var read = (await _registry.ReadChallengerAsync(Cancellation))!;
        Assert.Equal(
            (ExampleModel.Version(2), 0.25, pointer.Salt, pointer.ETag), (read.Version, read.Share, read.Salt, read.ETag));
        Assert.Equal(
            [
                (6, ModelState.Available), (5, ModelState.Available), (2, ModelState.Challenger), (1, ModelState.Champion),
            ],
            (await _registry.ListAsync(Cancellation)).Select(listing => (listing.Version.CreatedAt.Second, listing.State)));
        Assert.True(await _trial.EndAsync(Cancellation));
        Assert.False(await _trial.EndAsync(Cancellation));
        Assert.Null(await _registry.ReadChallengerAsync(Cancellation));
    }

    [Fact]
    public async Task A_promotion_makes_the_challenger_the_champion_and_no_other_version()
    {
        await _registry.PublishAsync(3);
        await _trial.StartAsync(ExampleModel.Version(2), share: 0.5, Cancellation);

        await Assert.ThrowsAsync<ModelNotFoundException>(() => _trial.PromoteAsync(ExampleModel.Version(3), Cancellation));
        var champion = await _trial.PromoteAsync(ExampleModel.Version(2), Cancellation);

        Assert.Equal((ExampleModel.Version(2), ExampleModel.Version(1)), (champion.Version, champion.Previous));
        Assert.Null(await _registry.ReadChallengerAsync(Cancellation));
    }

    [Theory]
    [InlineData(2, 0, "The share must be above 0 and below 1; got 0. (Parameter 'share')")]
    [InlineData(2, 1, "The share must be above 0 and below 1; got 1. (Parameter 'share')")]
    [InlineData(1, 0.5, "Model 20261124T000001Z-00000001 is the champion; it cannot challenge itself. (Parameter 'version')")]
    public async Task What_cannot_be_tried_is_refused_with_the_reason(int number, double share, string message)
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => _trial.StartAsync(ExampleModel.Version(number), share, Cancellation));

        Assert.Equal(message, exception.Message);
        Assert.Null(await _registry.ReadChallengerAsync(Cancellation));
    }

    [Fact]
    public async Task A_version_that_is_not_there_cannot_challenge_and_leaves_the_champion_free_to_move()
    {
        await Assert.ThrowsAsync<ModelNotFoundException>(() => _trial.StartAsync(ExampleModel.Version(9), 0.5, Cancellation));

        await _registry.ActivateAsync(ExampleModel.Version(2), Cancellation);
        Assert.Equal(ExampleModel.Version(2), (await _registry.ReadChampionAsync(Cancellation))!.Version);
    }

    [Fact]
    public void Users_are_drawn_by_the_share_always_the_same_and_anew_for_every_trial()
    {
        var trial = new ChallengerPointer(ExampleModel.Version(1), Share: 0.2, Salt: "one", DateTimeOffset.UnixEpoch);
        var other = trial with { Salt = "other" };
        var users = Enumerable.Range(1, 20_000).ToArray();

        var drawn = users.Where(trial.Serves).ToHashSet();

        // Five standard errors of a binomial draw.
        Assert.InRange(drawn.Count, 4_000 - 283, 4_000 + 283);
        Assert.True(drawn.SetEquals(users.Where((trial with { Version = ExampleModel.Version(2) }).Serves)));
        Assert.True(drawn.IsSubsetOf(users.Where((trial with { Share = 0.4 }).Serves)));
        Assert.InRange(users.Count(user => other.Serves(user) && drawn.Contains(user)), 800 - 141, 800 + 141);
    }
}
