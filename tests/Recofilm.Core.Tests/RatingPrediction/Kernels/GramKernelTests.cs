using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

public unsafe class GramKernelTests
{
    /// <summary>Relative to the sum of the magnitudes of what is summed.</summary>
    private const float Tolerance = 3e-6f;

    private const int Entities = 50;

    private delegate float Kernel(in RatingRun ratings, float* gram, float* moment);

    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var kernel in (string[])["chosen", "wide", "tiles"])
        {
            foreach (var count in (int[])[0, 1, 7, 8, 9, 33, 500])
            {
                cases.Add(kernel, FactorLayout.NarrowRank, count);
                cases.Add(kernel, FactorLayout.WideRank, count);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_kernel_agrees_with_the_plain_sums(string kernel, int rank, int count)
    {
        var expected = Run(GramReference.Accumulate, rank, count);
        var actual = Run(KernelOf(kernel), rank, count);

        Assert.Equal(expected.Square, actual.Square, Tolerance * (1 + expected.Square));
        for (var i = 0; i < rank; i++)
        {
            Assert.Equal(expected.Moment[i], actual.Moment[i], Tolerance * 5 * (1 + count));
            for (var j = i; j < rank; j++)
                Assert.Equal(expected.Gram[(i * rank) + j], actual.Gram[(i * rank) + j], Tolerance * (1 + count));
        }
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(16, 33)]
    [InlineData(16, 500)]
    [InlineData(32, 1)]
    [InlineData(32, 33)]
    [InlineData(32, 500)]
    public void The_width_of_the_vectors_does_not_change_a_bit(int rank, int count)
    {
        var wide = Run(GramKernel.AccumulateWide, rank, count);
        var tiles = Run(KernelOf("tiles"), rank, count);

        Assert.Equal(wide.Square, tiles.Square);
        Assert.Equal(wide.Moment, tiles.Moment);
        for (var i = 0; i < rank; i++)
            Assert.Equal(wide.Gram[((i * rank) + i)..((i + 1) * rank)], tiles.Gram[((i * rank) + i)..((i + 1) * rank)]);
    }

    private static Kernel KernelOf(string name) => name switch
    {
        "chosen" => GramKernel.Accumulate,
        "wide" => GramKernel.AccumulateWide,
        _ => GramKernel.AccumulateNarrow,
    };

    private static (float[] Gram, float[] Moment, float Square) Run(Kernel kernel, int rank, int count)
    {
        var random = new Random(count);
        var rows = new AlignedFloats(Entities * rank);
        var weights = new AlignedFloats(Entities);
        foreach (ref var entry in rows.Span)
            entry = (random.NextSingle() - 0.5f) * 2;
        foreach (ref var weight in weights.Span)
            weight = 0.5f + random.NextSingle();
        var others = Enumerable.Range(0, count).Select(_ => random.Next(Entities)).ToArray();
        var values = Enumerable.Range(0, count).Select(_ => random.Next(1, 11) / 2f).ToArray();
        var gram = new float[rank * rank];
        var moment = new float[rank];
        fixed (int* otherRows = others)
        fixed (float* ratings = values, gramTarget = gram, momentTarget = moment)
        {
            var run = new RatingRun(rank, rows.Pointer, weights.Pointer, otherRows, ratings, count, 3.5f);
            var square = kernel(run, gramTarget, momentTarget);
            GC.KeepAlive(rows);
            GC.KeepAlive(weights);
            return (gram, moment, square);
        }
    }
}
