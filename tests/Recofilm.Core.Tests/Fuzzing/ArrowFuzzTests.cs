using CsCheck;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Fuzzing;

/// <summary>Arrow files damaged in any way: a model loads, or is refused with the one documented exception.</summary>
public sealed class ArrowFuzzTests
{
    [Fact]
    public async Task A_model_with_damaged_files_loads_or_is_refused_as_damaged()
    {
        var manifest = ExampleModel.Manifest(1);
        var recommender = new Recommender(TimeProvider.System);
        var refused = 0;
        var total = await Fuzz.RunAsync(
            Gen.Select(Gen.Int[0, ExampleModel.Files.Count - 1], TextMutations.Damages), 300,
            async generated =>
            {
                var (index, damages) = generated;
                ArtifactFile[] files = [.. ExampleModel.Files];
                files[index] = new ArtifactFile(files[index].Name, TextMutations.Apply(files[index].Content.ToArray(), damages));
                try
                {
                    using var model = await SnapshotLoader.BuildAsync(manifest, files, recommender);
                }
                catch (ModelDamagedException)
                {
                    refused++;
                }
            },
            print: generated =>
                $"{ExampleModel.Files[generated.Item1].Name}: "
                    + $"{string.Join(", ", generated.Item2.Select(damage => damage.ToString()))}");

        Assert.InRange(refused, 1, total - 1);
    }
}
