using Recofilm.Core.ColdStart;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// Item statistics as an Arrow file: one row a movie, in the order of item indices, with <c>count</c>, <c>liked_count</c>
/// and <c>mean</c> of its ratings.
/// </summary>
public static class StatisticsArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "statistics.arrow";

    /// <summary>Writes statistics; the same statistics give the same bytes.</summary>
    public static byte[] Write(ItemStatistics statistics) => new ArrowTableBuilder(statistics.ItemCount)
        .Values("count", statistics.Counts)
        .Values("liked_count", statistics.LikedCounts)
        .Values("mean", statistics.Means)
        .Metadata("global_mean", statistics.GlobalMean)
        .Metadata("prior_votes", statistics.PriorVotes)
        .Build();

    /// <summary>Reads statistics.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a file.</exception>
    public static ItemStatistics Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        try
        {
            return new ItemStatistics(
                table.Values<int>("count").ToArray(),
                table.Values<int>("liked_count").ToArray(),
                table.Values<float>("mean").ToArray(),
                (float)table.NumberMetadata("global_mean"),
                (float)table.NumberMetadata("prior_votes"));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }
}
