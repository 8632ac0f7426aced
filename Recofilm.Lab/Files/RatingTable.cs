using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Lab.Files;

/// <summary>
/// The rows of a comma-separated file with a header, whose columns may have any order and case: <c>userId, movieId</c> and,
/// where present, <c>rating, timestamp, fold</c>. An import leaves bad lines out; an evaluation refuses the file, because
/// figures on part of a file would not be comparable.
/// </summary>
public sealed class RatingTable
{
    /// <summary>The lowest rating of a scale of half or whole stars.</summary>
    public const float LowestRating = 0.5f;

    /// <summary>The highest rating; on another scale the protocol's threshold of relevance would mean something else.</summary>
    public const float HighestRating = 5f;

    // The years 1 to 9999. Times in milliseconds, which would make every rating a visit of its own, exceed this range from
    // 1978 on.
    private static readonly long _earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long _latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly List<int> _lines = [];

    private RatingTable(string path) => Path = path;

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>User identifier by row.</summary>
    public List<int> UserIds { get; } = [];

    /// <summary>Movie identifier by row.</summary>
    public List<int> MovieIds { get; } = [];

    /// <summary>
    /// Rating by row, <see cref="LowestRating"/> to <see cref="HighestRating"/>; <see langword="null"/> without that column.
    /// </summary>
    public List<float>? Ratings { get; private set; }

    /// <summary>Unix seconds by row, of the years 1 to 9999; <see langword="null"/> without that column.</summary>
    public List<long>? Timestamps { get; private set; }

    /// <summary>Fold by row, at least 0, as written; <see langword="null"/> without that column.</summary>
    public List<int>? Folds { get; private set; }

    /// <summary>Returns the file and line of a row, for messages.</summary>
    public string PlaceOf(int row) => $"{Path}:{_lines[row]}";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="requiredColumns">The columns that the file must have in addition to userId and movieId.</param>
    /// <exception cref="InvalidDataException">A column is missing or a line is bad; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RatingTable Read(string path, params ReadOnlySpan<string> requiredColumns)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} does not exist.", path);
        using var csv = new CsvReader(File.OpenRead(path));
        if (!csv.Read())
            throw new InvalidDataException($"{path} is empty.");
        string[] header = [.. Enumerable.Range(0, csv.FieldCount).Select(field => csv.Text(field)?.Trim() ?? "")];
        int Find(string name) => Array.FindIndex(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
        foreach (var column in (string[])["userId", "movieId", .. requiredColumns])
        {
            if (Find(column) < 0)
                throw new InvalidDataException($"{path} has no column '{column}'; its header is '{string.Join(',', header)}'.");
        }

        foreach (var column in (string[])["userId", "movieId", "rating", "timestamp", "fold"])
        {
            if (header.Count(name => name.Equals(column, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                throw new InvalidDataException(
                    $"{path} has more than one column '{column}'; its header is '{string.Join(',', header)}'.");
            }
        }

        var table = new RatingTable(path);
        table.ReadRows(csv, header.Length, Find);
        return table.UserIds.Count > 0 ? table : throw new InvalidDataException($"{path} has a header and no rows.");
    }

    private void ReadRows(CsvReader csv, int fields, Func<string, int> find)
    {
        var (user, movie) = (find("userId"), find("movieId"));
        var (rating, time, fold) = (find("rating"), find("timestamp"), find("fold"));
        Ratings = rating < 0 ? null : [];
        Timestamps = time < 0 ? null : [];
        Folds = fold < 0 ? null : [];
        while (csv.Read())
        {
            if (csv.FieldCount != fields)
            {
                throw Bad(csv, csv.FieldCount == 0
                    ? "a quote is not closed on its line, or stands inside a field"
                    : $"it has {csv.FieldCount} fields, the header {fields}");
            }

            _lines.Add((int)csv.LineNumber);
            UserIds.Add(WholeNumber(csv, user, "userId"));
            MovieIds.Add(WholeNumber(csv, movie, "movieId"));
            Ratings?.Add((float)Number(csv, rating, LowestRating, HighestRating, "rating {0} is not a number from 0.5 to 5"));
            Timestamps?.Add((long)Math.Floor(Number(
                csv, time, _earliest, _latest, "timestamp {0} is not a time of the years 1 to 9999 in Unix seconds")));
            Folds?.Add(WholeNumber(csv, fold, "fold"));
        }
    }

    private int WholeNumber(CsvReader csv, int column, string name)
    {
        var field = csv.Field(column);
        return Utf8Parser.TryParse(field, out int value, out var used) && used == field.Length && value >= 0
            ? value
            : throw Bad(csv, $"{name} '{Encoding.UTF8.GetString(field)}' is not a whole number from 0 to {int.MaxValue}");
    }

    private double Number(CsvReader csv, int column, double least, double most, string reason)
    {
        var field = csv.Field(column);
        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value
            : throw Bad(csv, string.Format(CultureInfo.InvariantCulture, reason, $"'{Encoding.UTF8.GetString(field)}'"));
    }

    private InvalidDataException Bad(CsvReader csv, string reason) => new($"{Path}:{csv.LineNumber}: {reason}.");
}
