using System.Globalization;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the learned ranking to an Arrow file and reads it: one row per tree, with the <c>features</c> that its
/// levels test, the <c>thresholds</c> above which a test succeeds, and the <c>values</c> of its leaves. The result of
/// level d is bit d of the leaf. The metadata have the <c>quotas</c> of the candidate generators, in the order of
/// their numbers, and the <c>newcomer_quotas</c>.
/// </summary>
public static class HybridArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "hybrid.arrow";

    /// <summary>Writes the ranking without the models that it combines; the same ranking gives the same bytes.</summary>
    public static byte[] Write(HybridModel model) => new ArrowTableBuilder(model.Ensemble.TreeCount)
        .Vectors("features", model.Ensemble.Features, model.Ensemble.Depth)
        .Vectors("thresholds", model.Ensemble.Thresholds, model.Ensemble.Depth)
        .Vectors("values", model.Ensemble.Values, 1 << model.Ensemble.Depth)
        .Metadata("depth", model.Ensemble.Depth.ToString(CultureInfo.InvariantCulture))
        .Metadata("feature_count", HybridModel.FeatureCount.ToString(CultureInfo.InvariantCulture))
        .Metadata("newcomer_quotas", string.Join(' ', model.Quotas.Newcomers.ToSpan().ToArray()))
        .Metadata("quotas", string.Join(' ', model.Quotas.Others.ToSpan().ToArray()))
        .Build();

    /// <summary>Reads a ranking.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="members">The models that it combines.</param>
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static HybridModel Read(ReadOnlyMemory<byte> file, HybridMembers members)
    {
        var table = ArrowTable.Read(file, FileName);
        var depth = table.Int32Metadata("depth");
        if (depth is < 1 or > TreeEnsembleKernel.Depth)
        {
            throw new InvalidDataException(
                $"{FileName}: the depth of trees must be from 1 to {TreeEnsembleKernel.Depth}; got {depth}.");
        }

        if (table.Int32Metadata("feature_count") != HybridModel.FeatureCount)
            throw new InvalidDataException($"{FileName} was learned over other features than this program computes.");
        var features = table.Vectors<int>("features", depth).ToArray();
        foreach (var feature in features)
        {
            if ((uint)feature >= (uint)HybridModel.FeatureCount)
                throw new InvalidDataException($"{FileName}: {feature} is not a feature.");
        }

        var ensemble = new ObliviousTreeEnsemble(
            depth, features, table.Vectors<float>("thresholds", depth).ToArray(),
            table.Vectors<float>("values", 1 << depth).ToArray());
        return new HybridModel(members, ensemble, ReadQuotas(table));
    }

    private static RequestQuotas ReadQuotas(ArrowTable table)
    {
        try
        {
            // Models from before the quotas were learnt have only the places of the ranking head.
            return table.HasMetadata("candidates")
                ? new RequestQuotas(CandidateQuotas.Of(table.Int32Metadata("candidates")))
                : new RequestQuotas(Parse(table.Metadata("newcomer_quotas")), Parse(table.Metadata("quotas")));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }

        static CandidateQuotas Parse(string quotas) => new(Array.ConvertAll(
            quotas.Split(' '),
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var places) ? places : -1));
    }
}
