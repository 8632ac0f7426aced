using System.Text;
using Azure.Storage.Blobs;
using CsCheck;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Fuzzing;

/// <summary>The registry's JSON changed or damaged in any way: it is read, or refused with the documented exception.</summary>
public sealed class RegistryFuzzTests(AzuriteFixture azurite)
{
    private static readonly ModelManifest _manifest = ExampleModel.Manifest(1) with
    {
        History = new Dictionary<string, IReadOnlyList<double>> { ["svd_residual"] = [1, 0.5, double.NaN] },
        EvaluationFiles = [.. ExampleModel.Manifest(1).Files.Take(1)],
        ReferenceLists = ReferenceLists.Of(TasteWorld.Models, ExampleModel.Manifest(1).CreatedAt),
        RefinedFrom = ExampleModel.Version(7),
    };

    private static readonly byte[] _champion = Encoding.UTF8.GetBytes(
        """{"version":"20261124T000001Z-00000001","previous":null,"activated_at":"2026-11-24T00:00:00+00:00","rolled_back":"""
            + """false,"rollback_reason":null}""");

    private static readonly byte[] _challenger = Encoding.UTF8.GetBytes(
        """{"version":"20261124T000001Z-00000001","share":0.1,"salt":"abc","started_at":"2026-11-24T00:00:00+00:00"}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Gen<Func<byte[], byte[]>> Mutations { get; } = Gen.Frequency(
        (4, JsonMutations.Changes.Select(changes => (Func<byte[], byte[]>)(bytes => JsonMutations.Apply(bytes, changes)))),
        (1, TextMutations.Damages.Select(damages => (Func<byte[], byte[]>)(bytes => TextMutations.Apply(bytes, damages)))));

    [Fact]
    public async Task A_changed_manifest_is_read_or_refused_as_invalid_data()
    {
        var json = _manifest.ToJson();
        var read = 0;
        var total = await Fuzz.RunAsync(Mutations, 10_000, mutate =>
        {
            try
            {
                var manifest = ModelManifest.FromJson(mutate(json));
                read++;
                // The registry does this with every manifest that it has read.
                Assert.All(manifest.Files.Concat(manifest.EvaluationFiles), file => Assert.True(file.Size >= 0));
                Assert.All(manifest.ReferenceLists, list => Assert.Equal(list.MovieIds.Count, list.Scores.Count));
                Assert.NotEmpty(manifest.ToJson());
            }
            catch (InvalidDataException exception)
            {
                Assert.NotEmpty(exception.Message);
            }

            return Task.CompletedTask;
        }, print: mutate => Encoding.UTF8.GetString(mutate(json)));

        Assert.InRange(read, 1, total - 1);
    }

    [Fact]
    public async Task A_version_with_a_changed_manifest_loads_or_is_refused_as_damaged()
    {
        var container = await azurite.CreateContainerAsync();
        var registry = new ModelRegistry(container, TimeProvider.System);
        await registry.PublishAsync(_manifest, ExampleModel.Files, cancellationToken: Cancellation);
        var blob = container.GetBlobClient($"{_manifest.Version}/{ModelManifest.FileName}");
        var loader = new SnapshotLoader(registry, new Recommender(TimeProvider.System));
        var loaded = 0;
        var total = await Fuzz.RunAsync(Mutations, 150, async mutate =>
        {
            await blob.UploadAsync(BinaryData.FromBytes(mutate(_manifest.ToJson())), overwrite: true, Cancellation);
            Assert.Single(await registry.ListAsync(Cancellation));
            try
            {
                using var model = await loader.LoadAsync(_manifest.Version, Cancellation);
                loaded++;
            }
            catch (ModelDamagedException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }, print: mutate => Encoding.UTF8.GetString(mutate(_manifest.ToJson())));

        Assert.InRange(loaded, 1, total - 1);
    }

    [Fact]
    public Task A_changed_pointer_to_the_champion_is_read_or_refused_as_unreadable() => PointerAsync(
        ChampionPointer.FileName, _champion, async registry => await registry.ReadChampionAsync(Cancellation) is not null);

    [Fact]
    public Task A_changed_pointer_to_the_challenger_is_read_or_refused_as_unreadable() => PointerAsync(
        ChallengerPointer.FileName, _challenger, async registry =>
        {
            var challenger = await registry.ReadChallengerAsync(Cancellation);
            // Every request of a user asks this.
            challenger!.Serves(7);
            Assert.InRange(challenger.Share, 0, 1);
            return true;
        });

    private async Task PointerAsync(string name, byte[] json, Func<ModelRegistry, Task<bool>> read)
    {
        var container = await azurite.CreateContainerAsync();
        var registry = new ModelRegistry(container, TimeProvider.System);
        var known = 0;
        var total = await Fuzz.RunAsync(Mutations, 400, async mutate =>
        {
            await WriteAsync(container, name, mutate(json));
            try
            {
                Assert.True(await read(registry));
                known++;
            }
            catch (UnreadablePointerException exception)
            {
                Assert.Contains(name, exception.Message, StringComparison.Ordinal);
            }

            // The listing of the registry is there, whatever the pointers are.
            await registry.ListAsync(await registry.ReadPointersAsync(Cancellation), Cancellation);
        }, print: mutate => Encoding.UTF8.GetString(mutate(json)));

        Assert.InRange(known, 1, total - 1);
    }

    private static async Task WriteAsync(BlobContainerClient container, string name, byte[] content) =>
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, Cancellation);
}
