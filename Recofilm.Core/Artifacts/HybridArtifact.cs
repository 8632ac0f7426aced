using System.Globalization;
using Recofilm.Core.Hybrid;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// The learned ranking as an Arrow file: one row a tree, with the <c>features</c> that its levels test, the
/// <c>thresholds</c>, above which the answer is yes, and the <c>values</c> of its leaves; the answer of level d is bit d of
/// the leaf.
/// </summary>
public static class HybridArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "hybrid.arrow";

    /// <summary>Writes the ranking, not the models it combines; the same ranking gives the same bytes.</summary>
    public static byte[] Write(HybridModel model) => new ArrowTableBuilder(model.Forest.TreeCount)
        .Vectors("features", model.Forest.Features, model.Forest.Depth)
        .Vectors("thresholds", model.Forest.Thresholds, model.Forest.Depth)
        .Vectors("values", model.Forest.Values, 1 << model.Forest.Depth)
        .Metadata("depth", model.Forest.Depth.ToString(CultureInfo.InvariantCulture))
        .Metadata("feature_count", HybridModel.FeatureCount.ToString(CultureInfo.InvariantCulture))
        .Metadata("candidates", model.Candidates.ToString(CultureInfo.InvariantCulture))
        .Build();

    /// <summary>Reads a ranking.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="members">The models it combines.</param>
    /// <exception cref="InvalidDataException">The bytes are not such a file.</exception>
    public static HybridModel Read(ReadOnlyMemory<byte> file, HybridMembers members)
    {
        var table = ArrowTable.Read(file, FileName);
        var depth = table.Int32Metadata("depth");
        if (depth is < 1 or > 6)
            throw new InvalidDataException($"{FileName}: trees of depth {depth} are not known.");
        if (table.Int32Metadata("feature_count") != HybridModel.FeatureCount)
            throw new InvalidDataException($"{FileName} was learned over other features than this program computes.");
        var features = table.Vectors<int>("features", depth).ToArray();
        foreach (var feature in features)
        {
            if ((uint)feature >= (uint)HybridModel.FeatureCount)
                throw new InvalidDataException($"{FileName}: {feature} is not a feature.");
        }

        var candidates = table.Int32Metadata("candidates");
        if (candidates is < 10 or > 1000)
            throw new InvalidDataException($"{FileName}: {candidates} candidates are not between 10 and 1000.");
        var forest = new RankingForest(
            depth, features, table.Vectors<float>("thresholds", depth).ToArray(),
            table.Vectors<float>("values", 1 << depth).ToArray());
        return new HybridModel(members, forest, candidates);
    }
}
