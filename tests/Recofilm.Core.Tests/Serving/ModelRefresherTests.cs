using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Serving;

public sealed class ModelRefresherTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(ExampleUser.Now);
    private readonly ModelHolder _holder = new();
    // Polls add to it while it is read.
    private readonly ConcurrentQueue<string> _outcomes = [];
    private readonly MeterListener _listener = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private BlobContainerClient _container = null!;
    private ModelRegistry _registry = null!;
    private ModelRefresher _refresher = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _container = await azurite.CreateContainerAsync();
        _registry = new ModelRegistry(_container, _time);
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "recofilm.model.refreshes")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var outcome in Enumerable.Repeat((string)tags[0].Value!, (int)count))
                _outcomes.Enqueue(outcome);
        });
        _listener.Start();
        var loader = new SnapshotLoader(_registry, new Recommender(_time));
        var follower = new ChallengerFollower(_registry, _holder, loader, NullLogger<ChallengerFollower>.Instance);
        _refresher = new ModelRefresher(
            _registry, _holder, loader, follower, new ServingMetrics(meters, _holder, _time),
            Options.Create(new ModelServingOptions()), _time, NullLogger<ModelRefresher>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _refresher.StopAsync(CancellationToken.None);
        _refresher.Dispose();
        _holder.Dispose();
        _listener.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_new_champion_is_loaded_once()
    {
        Assert.Equal(RefreshOutcome.NoChampion, await _refresher.RefreshAsync(Cancellation));
        await ActivateAsync(1);

        Assert.Equal(RefreshOutcome.Loaded, await _refresher.RefreshAsync(Cancellation));
        var first = _holder.Champion;
        Assert.Equal(RefreshOutcome.Unchanged, await _refresher.RefreshAsync(Cancellation));

        Assert.Equal(ExampleModel.Version(1), first!.Version);
        Assert.Same(first, _holder.Champion);
        Assert.Equal(["loaded"], _outcomes);
    }

    [Fact]
    public async Task The_files_of_a_replaced_model_are_unmapped_when_its_last_request_ends()
    {
        await ActivateAsync(1);
        await _refresher.RefreshAsync(Cancellation);
        var request = _holder.Acquire(userId: 5)!;
        var factors = request.Models.Collaborative.Factors;
        var first = factors[0].ToArray();

        await ActivateAsync(2);
        Assert.Equal(RefreshOutcome.Loaded, await _refresher.RefreshAsync(Cancellation));

        Assert.Equal(first, factors[0]);
        request.Dispose();
        Assert.Throws<ObjectDisposedException>(() => factors[0].Length);
    }

    [Fact]
    public async Task A_rollback_is_followed_like_any_move_of_the_pointer()
    {
        await ActivateAsync(1);
        await ActivateAsync(2);
        await _refresher.RefreshAsync(Cancellation);

        await _registry.ActivateAsync(ExampleModel.Version(1), Cancellation);
        Assert.Equal(RefreshOutcome.Loaded, await _refresher.RefreshAsync(Cancellation));

        Assert.Equal(ExampleModel.Version(1), _holder.Champion!.Version);
    }

    [Fact]
    public async Task The_pointer_is_polled_at_the_set_interval()
    {
        await ActivateAsync(1);
        await _refresher.StartAsync(Cancellation);
        await UntilAsync(() => _holder.Champion?.Version == ExampleModel.Version(1));

        await ActivateAsync(2);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return _outcomes.Count == 2;
        });

        Assert.Equal(["loaded", "loaded"], _outcomes);
        Assert.Equal(ExampleModel.Version(2), _holder.Champion!.Version);
    }

    public static TheoryData<string> Damages =>
        ["truncated", "corrupted", "missing file", "missing manifest", "schema", "pointer", "canary"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Whatever_is_wrong_with_a_champion_the_old_model_goes_on_serving(string damage)
    {
        await ActivateAsync(1);
        await _refresher.RefreshAsync(Cancellation);
        var serving = _holder.Champion;

        await PublishDamagedAsync(damage);

        Assert.Equal(RefreshOutcome.Failed, await _refresher.RefreshAsync(Cancellation));
        Assert.Same(serving, _holder.Champion);
        Assert.Equal(["loaded", "failed"], _outcomes);

        await ActivateAfterDamageAsync();
        Assert.Equal(RefreshOutcome.Loaded, await _refresher.RefreshAsync(Cancellation));
        Assert.Equal(ExampleModel.Version(3), _holder.Champion!.Version);
    }

    [Fact]
    public async Task A_champion_found_damaged_is_not_downloaded_at_every_poll_but_when_asked_for()
    {
        await PublishDamagedAsync("truncated");
        await _refresher.StartAsync(Cancellation);
        await UntilAsync(() => _outcomes.Count == 1);
        for (var poll = 0; poll < 5; poll++)
            _time.Advance(TimeSpan.FromSeconds(30));
        await UntilAsync(() => _outcomes.Contains("rejected"));

        Assert.Equal(RefreshOutcome.Failed, await _refresher.RefreshAsync(Cancellation));
        Assert.Equal(["failed", "failed"], _outcomes.Where(outcome => outcome != "rejected"));

        var svd = ExampleModel.Files.Single(file => file.Name == "svd.arrow").Content;
        await Blob("svd.arrow").UploadAsync(BinaryData.FromBytes(svd), overwrite: true, Cancellation);
        Assert.Equal(RefreshOutcome.Loaded, await _refresher.RefreshAsync(Cancellation));
    }

    [Fact]
    public async Task Readers_never_see_a_gap_or_a_mixture_while_models_are_swapped()
    {
        await ActivateAsync(1);
        await ActivateAsync(2);
        await _refresher.RefreshAsync(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var recommender = new Recommender(_time);
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            var seen = new HashSet<ModelVersion>();
            while (!stop.IsCancellationRequested)
            {
                using var model = _holder.Acquire(reader)!;
                var list = recommender.Hybrid(model, reader, ExampleUser.LikesComedy, new());
                Assert.Equal(model.Snapshot.Version.ToString(), list.ModelVersion);
                Assert.Equal(10, list.Recommendations.Count);
                seen.Add(model.Snapshot.Version);
            }

            return seen;
        }, Cancellation)).ToArray();

        for (var swap = 0; swap < 20; swap++)
        {
            await _registry.ActivateAsync(ExampleModel.Version(1 + (swap % 2)), Cancellation);
            Assert.Equal(RefreshOutcome.Loaded, await _refresher.RefreshAsync(Cancellation));
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), seen => Assert.Equal(2, seen.Count));
    }

    private async Task ActivateAsync(int number) =>
        await _registry.ActivateAsync(await _registry.PublishAsync(number), Cancellation);

    private async Task ActivateAfterDamageAsync()
    {
        await _container.GetBlobClient("champion.json").DeleteIfExistsAsync(cancellationToken: Cancellation);
        await ActivateAsync(3);
    }

    private BlobClient Blob(string name) => _container.GetBlobClient($"{ExampleModel.Version(2)}/{name}");

    private async Task PublishDamagedAsync(string damage)
    {
        if (damage == "canary")
        {
            await PublishWithoutNumbersAsync();
            return;
        }

        await ActivateAsync(2);
        var svd = ExampleModel.Files.Single(file => file.Name == "svd.arrow").Content.ToArray();
        switch (damage)
        {
            case "truncated":
                await Blob("svd.arrow").UploadAsync(BinaryData.FromBytes(svd[..^8]), overwrite: true, Cancellation);
                break;
            case "corrupted":
                svd[svd.Length / 2] ^= 0x10;
                await Blob("svd.arrow").UploadAsync(BinaryData.FromBytes(svd), overwrite: true, Cancellation);
                break;
            case "missing file":
                await Blob("items.arrow").DeleteAsync(cancellationToken: Cancellation);
                break;
            case "missing manifest":
                await Blob("manifest.json").DeleteAsync(cancellationToken: Cancellation);
                break;
            case "schema":
                var manifest = ExampleModel.Manifest(2) with { SchemaVersion = 99 };
                await Blob("manifest.json").UploadAsync(BinaryData.FromBytes(manifest.ToJson()), overwrite: true, Cancellation);
                break;
            default:
                await _container.GetBlobClient("champion.json")
                    .UploadAsync(BinaryData.FromString("{"), overwrite: true, Cancellation);
                break;
        }
    }

    // A model whose files are well formed, sizes and checksums right, but whose scores are no numbers.
    private async Task PublishWithoutNumbersAsync()
    {
        var models = TasteWorld.Models;
        var factors = models.Collaborative.Factors.Factors.ToArray();
        Array.Fill(factors, float.NaN);
        var broken = new CollaborativeModel(
            models.Collaborative.Neighbours, new ImplicitAlsModel(factors, models.Collaborative.Factors.Options),
            models.Collaborative.Trends, models.Collaborative.Blend);
        ArtifactFile[] files =
        [
            .. ExampleModel.Files.Select(file => file.Name == CollaborativeArtifact.FileName
                ? file with { Content = CollaborativeArtifact.Write(broken) }
                : file),
        ];
        var manifest = ExampleModel.Manifest(2) with
        {
            Files = [.. files.Select(file => ModelFile.Of(file.Name, file.Content.Span))],
        };
        await _registry.PublishAsync(manifest, files, cancellationToken: Cancellation);
        await _registry.ActivateAsync(manifest.Version, Cancellation);
    }

    private static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        Eventually.IsTrueAsync(condition, text, Cancellation);
}
