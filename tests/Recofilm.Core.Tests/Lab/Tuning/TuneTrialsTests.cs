using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Core.Fitting;
using Recofilm.Lab.Files;
using Recofilm.Lab.Tuning;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Tuning;

/// <summary><c>recofilm tune --try</c>: values that a person names, measured where the search measures.</summary>
public sealed class TuneTrialsTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("tune-trials");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_value_is_measured_alone_and_compared_with_the_first_row_and_no_file_is_written()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sample = Path.Combine(_folder, "sample");
        await SampleDataset.WriteAsync(sample, new() { Users = 40 }, cancellation);
        var data = EvaluationFiles.ReadDataset(sample, null, 1, cancellationToken: cancellation);
        var objective = TuningObjectives.For("content", data, threads: 1);
        var start = OptionPath.With(new ModelOptions(), "content.tag_prior", "1");
        double VisitNdcg(ModelOptions options) => objective.Measure(options, cancellation).Values["in_visit_ndcg"];

        var result = await RunAsync(
            "--model", "content", "--dataset", sample, "--set", "content.tag_prior=1",
            "--try", "content.era_reach=0,6", "--try", "content.profile.recency_floor=1");

        Assert.Equal(0, result.ExitCode);
        string[][] rows = [.. result.StandardOutput.Split('\n').Where(line => line.Contains("content.", StringComparison.Ordinal))
            .Select(line => line.Split('│', StringSplitOptions.TrimEntries)[1..])];
        Assert.Equal(
            ["content.tag_prior=1|", "content.era_reach|0", "content.era_reach|6", "content.profile.recency_floor|1"],
            rows.Select(row => $"{row[0]}|{row[1]}"));
        Assert.Equal(
            [
                VisitNdcg(start), VisitNdcg(OptionPath.With(start, "content.era_reach", "0")),
                VisitNdcg(OptionPath.With(start, "content.era_reach", "6")),
                VisitNdcg(OptionPath.With(start, "content.profile.recency_floor", "1")),
            ],
            rows.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)),
            (left, right) => Math.Abs(left - right) < 0.0001);
        Assert.Empty(rows[0][3]);
        Assert.All(rows[1..], row => Assert.Matches(@"^[+-]?\d\.\d{4} \(-?\d+\.\d\)\*?$", row[3]));
        Assert.Equal([sample], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(
        "There is no option 'content.depth'; content has genre_weight, tag_weight, tag_prior,", "--try", "content.depth=3")]
    [InlineData("There is no option 'content.profile'; content.profile has rating_offset,", "--try", "content.profile=3")]
    [InlineData("--try must name an option that begins with 'content.'; got 'svd.samples'.", "--try", "svd.samples=3")]
    [InlineData("content.tag_weight must be a number; got 'many'.", "--try", "content.tag_weight=1,many")]
    [InlineData("content.era_reach cannot be '2.5'.", "--try", "content.era_reach=2.5")]
    [InlineData(
        "content.tag_weight cannot be '-1': TagWeight must be a finite number of at least 0.",
        "--try", "content.tag_weight=-1")]
    [InlineData("--try must be <option>=<value>[,<value>...]; got 'content.tag_weight'.", "--try", "content.tag_weight")]
    [InlineData(
        "--try prints a table and keeps nothing: --out, --journal and --rounds go with a search.",
        "--try", "content.tag_weight=1", "--out", "x.json")]
    [InlineData("--set goes with --try.", "--set", "content.tag_weight=1")]
    public async Task A_wrong_option_or_value_is_one_line_and_exit_code_1_before_anything_is_read(
        string expected, params string[] arguments)
    {
        var result = await RunAsync(["--model", "content", "--dataset", "absent", .. arguments]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"recofilm: {expected}", result.StandardError, StringComparison.Ordinal);
        Assert.Single(result.StandardError.Trim().Split('\n'));
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public void Every_option_has_a_path_times_included_and_threads_stay()
    {
        var options = OptionPath.With(new ModelOptions().On(3), "collaborative.regimes.visit_begins", "12:00:00");

        Assert.Equal(TimeSpan.FromHours(12), options.Collaborative.Blend.VisitBegins);
        Assert.Equal((3, 3), (options.Svd.Threads, options.Hybrid.Threads));
        var error = Assert.Throws<ArgumentException>(
            () => OptionPath.With(options, "collaborative.regimes.visit_begins", "noon"));
        Assert.Equal("collaborative.regimes.visit_begins cannot be 'noon'.", error.Message);
    }

    private async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "recofilm.dll"), "tune", .. arguments])
            .WithWorkingDirectory(_folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
}
