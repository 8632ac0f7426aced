using System.Globalization;
using Recofilm.Core.Collaborative;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// When movies were rated, as an Arrow file: one row a movie, in the order of item indices, with its <c>year</c> and, for
/// every four weeks in which it was rated, how many such <c>periods</c> lie between them and <c>end</c> and the
/// <c>counts</c> of ratings.
/// </summary>
public static class TrendsArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "trends.arrow";

    /// <summary>Writes trends; the same trends give the same bytes.</summary>
    public static byte[] Write(ItemTrends trends)
    {
        var table = new ArrowTableBuilder(trends.Years.Length)
            .Values("year", trends.Years)
            .Lists("periods", trends.Starts, trends.Periods)
            .Lists("counts", trends.Starts, trends.Counts)
            .Metadata("user_count", trends.UserCount.ToString(CultureInfo.InvariantCulture));
        if (trends.End is { } end)
            table.Metadata("end", end.ToString(CultureInfo.InvariantCulture));
        else
            table.Metadata("end", "");
        return table.Build();
    }

    /// <summary>Reads trends.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a file.</exception>
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

        try
        {
            return new ItemTrends(
                end, table.Int32Metadata("user_count"), table.Values<float>("year"), starts, periods, counts);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }
}
