using System.Globalization;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the trends of movies to an Arrow file and reads them: one row per movie, in the order of item indices, with its
/// <c>year</c> and, for every period in which it was rated, the number of <c>periods</c> from then to <c>end</c> and the
/// <c>counts</c> of ratings.
/// </summary>
public static class TrendsArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "trends.arrow";

    private const string PeriodSecondsKey = "period_seconds";

    // Files that were written before periods depended on the data lack their length: four weeks.
    private const int FormerPeriodSeconds = 28 * 86_400;

    /// <summary>Writes trends; the same trends give the same bytes.</summary>
    public static byte[] Write(ItemTrends trends)
    {
        var table = new ArrowTableBuilder(trends.Years.Length)
            .Values("year", trends.Years)
            .Lists("periods", trends.Starts, trends.Periods)
            .Lists("counts", trends.Starts, trends.Counts)
            .Metadata(PeriodSecondsKey, trends.PeriodSeconds.ToString(CultureInfo.InvariantCulture))
            .Metadata("user_count", trends.UserCount.ToString(CultureInfo.InvariantCulture));
        if (trends.End is { } end)
            table.Metadata("end", end.ToString(CultureInfo.InvariantCulture));
        else
            table.Metadata("end", "");
        return table.Build();
    }

    /// <summary>Reads trends.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static ItemTrends Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        var periods = table.Lists<int>("periods", out var starts);
        var counts = table.Lists<int>("counts", out var countStarts);
        if (!starts.Span.SequenceEqual(countStarts.Span))
            throw new InvalidDataException($"{FileName}: columns 'periods' and 'counts' differ in length.");
        var endText = table.Metadata("end");
        long? end = null;
        if (endText.Length > 0)
        {
            end = long.TryParse(endText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
                ? seconds
                : throw new InvalidDataException($"{FileName}: metadata 'end' is not a time in seconds: {endText}.");
        }

        var (users, years) = (table.Int32Metadata("user_count"), table.Values<float>("year"));
        var periodSeconds = table.HasMetadata(PeriodSecondsKey) ? table.Int32Metadata(PeriodSecondsKey) : FormerPeriodSeconds;
        if (users < 0 || counts.Span.ContainsAnyExceptInRange(1, int.MaxValue) || years.Span.ContainsAnyExceptInRange(1800, 2200))
            throw new InvalidDataException($"{FileName}: a year, a count of ratings or the number of users is out of range.");
        try
        {
            return new ItemTrends(end, periodSeconds, users, years, starts, periods, counts);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }
}
