using System.Globalization;
using Recofilm.Core.Popularity;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes item statistics to an Arrow file and reads them: one row per movie, in the order of item indices, with
/// <c>count</c>, <c>liked_count</c> and <c>mean</c> of its ratings.
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
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static ItemStatistics Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        var counts = table.Values<int>("count").ToArray();
        var liked = table.Values<int>("liked_count").ToArray();
        var means = table.Values<float>("mean").ToArray();
        for (var item = 0; item < counts.Length; item++)
        {
            if (liked[item] < 0 || liked[item] > counts[item] || means[item] is < 0 or > 5)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{FileName}: row {item} has {liked[item]} likes of {counts[item]} ratings with a mean of {means[item]}."));
            }
        }

        try
        {
            return new ItemStatistics(
                counts,
                liked,
                means,
                (float)table.NumberMetadata("global_mean"),
                (float)table.NumberMetadata("prior_votes"));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }
}
