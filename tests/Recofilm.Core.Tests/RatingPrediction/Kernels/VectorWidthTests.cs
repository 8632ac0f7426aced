using System.Globalization;
using System.Runtime.Intrinsics;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.Core.Tests.Hybrid.Features;
using Recofilm.Core.Tests.Hybrid.Trees;
using Recofilm.Core.Tests.Numerics;
using Recofilm.Core.Tests.Ranking.ImplicitAls;
using Recofilm.Core.Tests.Ranking.Recency;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

/// <summary>
/// Everything that is vectorised agrees with its plain reference on processors with narrower vectors or fewer instructions than
/// this one's too: the same tests, in a process of their own in which the runtime may not use the others.
/// </summary>
public class VectorWidthTests
{
    private const string Limit = "RECOFILM_TESTS_MOST_VECTOR_BITS";

    private static readonly Type[] Vectorised =
    [
        typeof(GramKernelTests), typeof(LaneCholeskyTests), typeof(LaneRandomTests), typeof(LinearSolverTests),
        typeof(FactorKernelsTests), typeof(ImplicitAlsTilesTests), typeof(ProjectionsTests), typeof(PreferenceWeightsTests),
        typeof(TopKTests), typeof(LogRankTests), typeof(MemberScoresTests), typeof(ObliviousTreeEnsembleTests),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVXVNNI", 512)]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task Kernels_agree_with_their_references_without_wide_vectors(string knob, int mostBits)
    {
        var test = typeof(VectorWidthTests);
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(
            [
                test.Assembly.Location, "-noColor",
                "-method", $"{test.FullName}.{nameof(This_process_has_no_wider_vectors_than_it_may)}",
                .. Vectorised.SelectMany(type => new[] { "-method", $"{type.FullName}.*" }),
            ])
            .WithEnvironmentVariables(variables => variables
                .Set(knob, "0").Set(Limit, mostBits.ToString(CultureInfo.InvariantCulture)))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.StandardOutput);
        Assert.Matches(@"Total: \d\d", result.StandardOutput);
    }

    // The processes above tell nothing without these widths; elsewhere any width will do.
    [Fact]
    public void This_process_has_no_wider_vectors_than_it_may() => Assert.InRange(
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
        0, int.Parse(Environment.GetEnvironmentVariable(Limit) ?? "512", CultureInfo.InvariantCulture));
}
