using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the ranking head to an Arrow file and reads it: one row per movie, in the order of item indices, with its
/// <c>factors</c>, the item indices to which it has weights (<c>targets</c>, ascending), these <c>weights</c>, and its
/// <c>scale</c> as a target. The options of the fold-in and the session blend are JSON metadata.
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
        .Metadata("factor_options", JsonSerializer.Serialize(model.Factors.Options, ModelOptionsJson.Default.ImplicitAlsOptions))
        .Metadata(
            "neighbour_options", JsonSerializer.Serialize(model.Neighbours.Options, ModelOptionsJson.Default.ItemItemOptions))
        .Metadata("regime_options", JsonSerializer.Serialize(model.Blend, ModelOptionsJson.Default.LearnedSessionBlend))
        .Build();

    /// <summary>Reads a model.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="trends">The trends of the same movies, which have a file of their own.</param>
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static CollaborativeModel Read(ReadOnlyMemory<byte> file, ItemTrends trends)
    {
        var table = ArrowTable.Read(file, FileName);
        var factorOptions = Options("factor_options", ModelOptionsJson.Default.ImplicitAlsOptions);
        var neighbourOptions = Options("neighbour_options", ModelOptionsJson.Default.ItemItemOptions);
        var blend = Options("regime_options", ModelOptionsJson.Default.LearnedSessionBlend);
        var targets = table.Lists<int>("targets", out var starts);
        var weights = table.Lists<float>("weights", out var weightStarts);
        if (!starts.Span.SequenceEqual(weightStarts.Span))
            throw new InvalidDataException($"{FileName}: columns 'targets' and 'weights' differ in length.");
        RequireTargets(starts.Span, targets.Span);

        try
        {
            var factors = table.Vectors<float>("factors", factorOptions.Dimension);
            return new CollaborativeModel(
                new ItemItemWeights(starts, targets, weights, table.Values<float>("scale"), neighbourOptions),
                new ImplicitAlsModel(factors, factorOptions),
                trends,
                blend);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }

        void RequireTargets(ReadOnlySpan<int> rows, ReadOnlySpan<int> items)
        {
            for (var row = 0; row < table.RowCount; row++)
            {
                var previous = -1;
                foreach (var target in items[rows[row]..rows[row + 1]])
                {
                    if (target <= previous || target >= table.RowCount)
                    {
                        throw new InvalidDataException(
                            $"{FileName}: target {target} of row {row} is out of order or not a movie.");
                    }

                    previous = target;
                }
            }
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
