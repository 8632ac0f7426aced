using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Serving;

/// <summary>Files that were damaged before their checksums were taken.</summary>
public sealed class DamagedModelTests(AzuriteFixture azurite)
{
    private const int Seed = 20261129;
    private const int Runs = 400;

    private static readonly ModelManifest _manifest = ExampleModel.Manifest(1) with
    {
        ReferenceLists = ReferenceLists.Of(TasteWorld.Models, ExampleModel.Manifest(1).CreatedAt),
    };

    private static readonly Recommender _recommender = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. ExampleModel.Files.Select(file => file.Name)];

    [Fact]
    public async Task A_version_as_it_was_trained_loads()
    {
        Assert.Equal(16, _manifest.ReferenceLists.Count);
        using var model = await LoadAsync(ExampleModel.Files);
        Assert.Equal(_manifest.Version, model.Snapshot.Version);
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Bytes_overwritten_under_a_right_checksum_are_found(string name)
    {
        var damaged = Replace(name, bytes => bytes.AsSpan(bytes.Length / 2, bytes.Length / 4).Fill(0xff));

        await Assert.ThrowsAsync<ModelDamagedException>(() => LoadAsync(damaged));
    }

    [Fact]
    public async Task A_model_that_recommends_otherwise_than_when_it_was_trained_is_found()
    {
        var hybrid = TasteWorld.Models.Hybrid;
        var ensemble = hybrid.Ensemble;
        var reversed = new HybridModel(
            hybrid.Members,
            new ObliviousTreeEnsemble(
                ensemble.Depth, ensemble.Features.ToArray(), ensemble.Thresholds.ToArray(),
                [.. ensemble.Values.ToArray().Select(value => -value)]),
            hybrid.Quotas);

        var exception = await Assert.ThrowsAsync<ModelDamagedException>(
            () => LoadAsync(ModelArtifact.Write(TasteWorld.Models with { Hybrid = reversed })));

        Assert.Contains("hybrid list", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_damaged_loading_ends_with_a_version_that_recommends_as_trained_or_with_the_same_error()
    {
        var refused = 0;
        var random = new Random(Seed);
        for (var run = 0; run < Runs; run++)
        {
            var file = ExampleModel.Files[random.Next(ExampleModel.Files.Count)];
            var (start, value) = (random.Next(file.Content.Length), (byte)random.Next(256));
            var damaged = Replace(
                file.Name, bytes => bytes.AsSpan(start, Math.Min(random.Next(1, 65), bytes.Length - start)).Fill(value));
            try
            {
                using var model = await SnapshotLoader.BuildAsync(_manifest, damaged, _recommender);
            }
            catch (ModelDamagedException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Run {run}, {file.Name} from {start}: {exception}");
            }
        }

        Assert.InRange(refused, 1, Runs - 1);
    }

    private static ArtifactFile[] Replace(string name, Action<byte[]> damage) =>
    [
        .. ExampleModel.Files.Select(file =>
        {
            if (file.Name != name)
                return file;
            var bytes = file.Content.ToArray();
            damage(bytes);
            return new ArtifactFile(name, bytes);
        }),
    ];

    private async Task<ModelLease> LoadAsync(IReadOnlyList<ArtifactFile> files)
    {
        var registry = new ModelRegistry(await azurite.CreateContainerAsync(), TimeProvider.System);
        var manifest = _manifest with { Files = [.. files.Select(file => ModelFile.Of(file.Name, file.Content.Span))] };
        await registry.PublishAsync(manifest, files, cancellationToken: Cancellation);
        return await new SnapshotLoader(registry, _recommender).LoadAsync(manifest.Version, Cancellation);
    }
}
