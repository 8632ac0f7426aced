using System.Text;
using System.Text.Json;
using CliWrap.Buffered;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Core.Fitting;
using Recofilm.Lab.Tuning;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Tuning;

/// <summary>The output of <c>recofilm tune</c>; the defaults that ship are those that it found.</summary>
public sealed class TunedDefaultsTests
{
    private static readonly string Folder = Path.Combine(BuiltProgram.Solution, "docs", "models", "tuning");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Defaults_are_what_a_search_found(string file)
    {
        var options = TuningResult.ReadOptions(File.ReadAllText(Path.Combine(Folder, file)));

        var space = Assert.Single(TuningSpace.All, space => space.Model == Path.GetFileNameWithoutExtension(file));
        Assert.Equal(space.Parameters.Select(parameter => parameter.Path).Order(StringComparer.Ordinal), options.Keys);
        Assert.All(options, option => Assert.Equal(OptionPath.Get(new ModelOptions(), option.Key), option.Value, 1e-6));
    }

    [Fact]
    public async Task The_command_writes_a_file_that_can_be_read_and_goes_on_from_its_trials()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = TemporaryFolder.Create("tune-command");
        await SampleDataset.WriteAsync(Path.Combine(folder, "sample"), new() { Users = 40 }, cancellation);
        var output = Path.Combine(folder, "content.json");
        Task<BufferedCommandResult> RunAsync() => CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
            [
                Path.Combine(AppContext.BaseDirectory, "recofilm.dll"), "tune", "--model", "content", "--dataset",
                Path.Combine(folder, "sample"), "--out", output, "--rounds", "1",
            ])
            .ExecuteBufferedAsync(Encoding.UTF8, cancellation);

        var first = await RunAsync();
        var found = await File.ReadAllTextAsync(output, cancellation);
        var again = await RunAsync();

        Assert.Contains("content.genre_weight", first.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(found, await File.ReadAllTextAsync(output, cancellation));
        Assert.Contains("trials were made before", again.StandardError, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(found);
        Assert.Equal(
            "recofilm tune --model content --dataset sample --rounds 1", json.RootElement.GetProperty("command").GetString());
        Assert.Equal(
            TuningSpace.All.Single(space => space.Model == "content").Parameters.Count, TuningResult.ReadOptions(found).Count);
        Directory.Delete(folder, recursive: true);
    }
}
