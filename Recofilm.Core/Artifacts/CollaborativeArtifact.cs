using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Training;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// The ranking head as an Arrow file: one row a movie, in the order of item indices, with its <c>factors</c>, the item
/// indices it leads to (<c>targets</c>, ascending) with their <c>weights</c>, and its <c>scale</c> as a target. Options that
/// the fold-in needs are JSON metadata.
/// </summary>
public static class CollaborativeArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "collaborative.arrow";

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(CollaborativeModel model) => new ArrowTableBuilder(model.ItemCount)
        .Vectors("factors", model.Factors.Factors, model.Factors.Dimension)
        .Lists("targets", model.Neighbours.RowStarts, model.Neighbours.Targets)
        .Lists("weights", model.Neighbours.RowStarts, model.Neighbours.Weights)
        .Values("scale", model.Neighbours.Scales)
        .Metadata("factor_options", JsonSerializer.Serialize(model.Factors.Options, ModelOptionsJson.Default.FactorOptions))
        .Metadata(
            "neighbour_options", JsonSerializer.Serialize(model.Neighbours.Options, ModelOptionsJson.Default.NeighbourOptions))
        .Metadata("regime_options", JsonSerializer.Serialize(model.Regimes, ModelOptionsJson.Default.RegimeOptions))
        .Build();

    /// <summary>Reads a model.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="trends">When the same movies were rated; a file of its own.</param>
    /// <exception cref="InvalidDataException">The bytes are not such a file.</exception>
    public static CollaborativeModel Read(ReadOnlyMemory<byte> file, ItemTrends trends)
    {
        var table = ArrowTable.Read(file, FileName);
        var factorOptions = Options("factor_options", ModelOptionsJson.Default.FactorOptions);
        var neighbourOptions = Options("neighbour_options", ModelOptionsJson.Default.NeighbourOptions);
        var regimeOptions = Options("regime_options", ModelOptionsJson.Default.RegimeOptions);
        var targets = table.Lists<int>("targets", out var starts);
        var weights = table.Lists<float>("weights", out var weightStarts);
        if (!starts.Span.SequenceEqual(weightStarts.Span))
            throw new InvalidDataException($"{FileName}: columns 'targets' and 'weights' differ in length.");
        foreach (var target in targets.Span)
        {
            if ((uint)target >= (uint)table.RowCount)
                throw new InvalidDataException($"{FileName}: target {target} is not a movie.");
        }

        try
        {
            var factors = table.Vectors<float>("factors", factorOptions.Dimension);
            return new CollaborativeModel(
                new NeighbourWeights(starts, targets, weights, table.Values<float>("scale"), neighbourOptions),
                new ItemFactors(factors, factorOptions),
                trends,
                regimeOptions);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }

        T Options<T>(string key, JsonTypeInfo<T> type)
        {
            try
            {
                return JsonSerializer.Deserialize(table.Metadata(key), type)
                    ?? throw new InvalidDataException($"{FileName}: metadata '{key}' is null.");
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{FileName}: metadata '{key}' is not readable: {exception.Message}", exception);
            }
        }
    }
}
