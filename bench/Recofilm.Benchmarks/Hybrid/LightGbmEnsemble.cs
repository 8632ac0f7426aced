using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Recofilm.Core.Hybrid.Trees;

namespace Recofilm.Benchmarks.Hybrid;

/// <summary>
/// Trees that Microsoft.ML's LightGBM trained. They are scored by a plain loop over their nodes, without the rows and schemas of
/// Microsoft.ML's own prediction.
/// </summary>
internal sealed class LightGbmEnsemble
{
    private readonly Tree[] _trees;

    private LightGbmEnsemble(RegressionTreeEnsemble ensemble) => _trees =
    [
        .. ensemble.Trees.Select(tree => new Tree(
            [.. tree.NumericalSplitFeatureIndexes], [.. tree.NumericalSplitThresholds], [.. tree.LeftChild],
            [.. tree.RightChild], [.. tree.LeafValues.Select(value => (float)value)])),
    ];

    /// <summary>Trains LambdaRank with the settings of the own learner, on one thread.</summary>
    public static LightGbmEnsemble Train(RankingExamples examples, TreeEnsembleOptions options)
    {
        var context = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, examples.FeatureCount);
        schema[nameof(Row.List)].ColumnType = new KeyDataViewType(typeof(uint), (ulong)examples.ListCount);
        var view = context.Data.LoadFromEnumerable(RowsOf(examples), schema);
        var trainer = context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.List),
            CustomGains = [0, 1],
            NumberOfIterations = options.Trees,
            NumberOfLeaves = 1 << options.Depth,
            LearningRate = options.LearningRate,
            MinimumExampleCountPerLeaf = options.MinimumLeaf,
            MaximumBinCountPerFeature = options.Bins,
            NumberOfThreads = 1,
            Seed = 1,
            Booster = new GradientBooster.Options
            {
                L2Regularization = options.Regularization,
                FeatureFraction = options.FeatureShare,
                SubsampleFraction = options.ListShare,
                SubsampleFrequency = 1,
            },
        });
        return new LightGbmEnsemble(trainer.Fit(view).Model.TrainedTreeEnsemble);
    }

    /// <inheritdoc cref="ObliviousTreeEnsemble.Score"/>
    public void Score(ReadOnlySpan<float> columns, int stride, Span<float> scores)
    {
        scores.Clear();
        foreach (var tree in _trees)
        {
            for (var candidate = 0; candidate < scores.Length; candidate++)
                scores[candidate] += tree.Leaves[tree.LeafOf(columns, stride, candidate)];
        }
    }

    private static IEnumerable<Row> RowsOf(RankingExamples examples)
    {
        for (var list = 0; list < examples.ListCount; list++)
        {
            for (var candidate = examples.Starts[list]; candidate < examples.Starts[list + 1]; candidate++)
            {
                yield return new Row
                {
                    Label = examples.Relevant[candidate] ? 1 : 0,
                    Features = examples.FeaturesOf(candidate).ToArray(),
                    List = (uint)list + 1,
                };
            }
        }
    }

    private sealed record Tree(int[] Features, float[] Thresholds, int[] Left, int[] Right, float[] Leaves)
    {
        public int LeafOf(ReadOnlySpan<float> columns, int stride, int candidate)
        {
            if (Features.Length == 0)
                return 0;
            var node = 0;
            while (node >= 0)
                node = columns[(Features[node] * stride) + candidate] <= Thresholds[node] ? Left[node] : Right[node];
            return ~node;
        }
    }

    private sealed class Row
    {
        public float Label { get; set; }

        public float[] Features { get; set; } = [];

        public uint List { get; set; }
    }
}
