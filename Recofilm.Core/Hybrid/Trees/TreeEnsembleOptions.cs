using Recofilm.Core.Configuration;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>Options of the boosted tree ensemble of the learned ranking.</summary>
public sealed record TreeEnsembleOptions
{
    /// <summary>Number of trees, 1 to 5,000.</summary>
    public int Trees { get; init; } = 400;

    /// <summary>Tests from the root to a leaf, 1 to 4; every tree has 2^Depth leaves.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Share of each tree's step that is taken, above 0 and at most 1.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>Ridge on a leaf's value, above 0.</summary>
    public float Regularization { get; init; } = 10f;

    /// <summary>The fewest candidates on either side of a test whose gain in a leaf counts, at least 1.</summary>
    public int MinimumLeaf { get; init; } = 50;

    /// <summary>Share of the features that a tree may use, above 0 and at most 1.</summary>
    public float FeatureShare { get; init; } = 0.5f;

    /// <summary>Share of the lists that a tree is fitted to, above 0 and at most 1.</summary>
    public float ListShare { get; init; } = 0.7f;

    /// <summary>Only pairs with a movie among this many first ranks contribute gradients, at least 1.</summary>
    public int Truncation { get; init; } = 30;

    /// <summary>The number of ranges into which a feature's values are divided, 2 to 256.</summary>
    public int Bins { get; init; } = 64;

    internal void Validate()
    {
        OptionRange.Require(Trees is >= 1 and <= 5000, nameof(Trees), "must be between 1 and 5000");
        OptionRange.Require(Depth is >= 1 and <= TreeEnsembleKernel.Depth, nameof(Depth), "must be between 1 and 4");
        OptionRange.Require(LearningRate is > 0 and <= 1, nameof(LearningRate), "must be above 0 and at most 1");
        OptionRange.Require(Regularization > 0, nameof(Regularization), "must be above 0");
        OptionRange.Require(MinimumLeaf >= 1, nameof(MinimumLeaf), "must be at least 1");
        OptionRange.Require(FeatureShare is > 0 and <= 1, nameof(FeatureShare), "must be above 0 and at most 1");
        OptionRange.Require(ListShare is > 0 and <= 1, nameof(ListShare), "must be above 0 and at most 1");
        OptionRange.Require(Truncation >= 1, nameof(Truncation), "must be at least 1");
        OptionRange.Require(Bins is >= 2 and <= 256, nameof(Bins), "must be between 2 and 256");
    }
}
