using System.Text;
using System.Text.RegularExpressions;

namespace Recofilm.Core.Database.Bulk;

/// <summary>The fields of one kind of lines, and the steps that write them to the database.</summary>
public sealed partial class BulkTable
{
    // Accepts clocks that are a little ahead, and still refuses milliseconds given as seconds.
    private static readonly TimeSpan _clockDifference = TimeSpan.FromDays(1);

    private static readonly TextType _externalId = new(256);

    private static readonly TextType _country = new(
        2, CountryCode(), "must be a country code of ISO 3166-1 in upper case, such as DE");

    private static readonly TextType _language = new(
        3, LanguageCode(), "must be a language code of ISO 639 in lower case, such as en");

    private readonly byte[][] _utf8Names;

    private BulkTable(string name, IReadOnlyList<MergeStep> steps, params IReadOnlyList<BulkColumn> columns)
    {
        (Name, Steps, Columns) = (name, steps, columns);
        _utf8Names = [.. columns.Select(column => Encoding.UTF8.GetBytes(column.Name))];
    }

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["users", "movies", "ratings", "tags"];

    /// <summary>The kind of rows: "users", "movies", "ratings" or "tags".</summary>
    public string Name { get; }

    /// <summary>The names of the fields that a line may have.</summary>
    public IEnumerable<string> Fields => Columns.Select(column => column.Name);

    internal IReadOnlyList<BulkColumn> Columns { get; }

    internal IReadOnlyList<MergeStep> Steps { get; }

    /// <summary>Returns the table with a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="now">The present time; later times are refused.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public static BulkTable Of(string name, DateTimeOffset now)
    {
        var time = new TimeType(now + _clockDifference);
        return name switch
        {
            "users" => new BulkTable(
                name, MergeSteps.Users,
                new BulkColumn("user_id", IntegerType.Id),
                new BulkColumn("external_id", _externalId),
                new BulkColumn("created_at", time)),
            "movies" => new BulkTable(
                name, MergeSteps.Movies,
                new BulkColumn("movie_id", IntegerType.Id),
                new BulkColumn("external_id", _externalId),
                new BulkColumn("title", new TextType(300), Required: true),
                new BulkColumn("year", new IntegerType(1800, 2200)),
                new BulkColumn("genres", new TextListType(new TextType(50), 20)),
                new BulkColumn("original_title", new TextType(300)),
                new BulkColumn("description", new TextType(10_000, AllowsLineEnds: true)),
                new BulkColumn("people", new PeopleType()),
                new BulkColumn("runtime", new IntegerType(1, 10_000)),
                new BulkColumn("languages", new TextListType(_language, 100)),
                new BulkColumn("countries", new TextListType(_country, 100)),
                new BulkColumn("maturity_age", new IntegerType(0, 21)),
                new BulkColumn("poster_url", new TextType(2000, HttpAddress(), "must be an http or https address")),
                new BulkColumn("imdb_id", new TextType(10, Digits(), "must be 1 to 10 digits")),
                new BulkColumn("tmdb_id", IntegerType.Id),
                new BulkColumn("available_countries", new TextListType(_country, 250)),
                new BulkColumn("available_from", time with { Latest = DateTimeOffset.MaxValue.AddYears(-1) }),
                new BulkColumn("available_until", time with { Latest = DateTimeOffset.MaxValue.AddYears(-1) }),
                new BulkColumn("hidden", new FlagType())),
            "ratings" => new BulkTable(
                name, MergeSteps.Ratings,
                [.. Keys(), new BulkColumn("rating", new RatingType(), Required: true), new BulkColumn("rated_at", time)]),
            "tags" => new BulkTable(
                name, MergeSteps.Tags,
                [.. Keys(), new BulkColumn("tag", new TextType(100), Required: true), new BulkColumn("tagged_at", time)]),
            _ => throw new ArgumentException($"{name} is not a table.", nameof(name)),
        };
    }

    /// <summary>Returns the index of a column, or −1.</summary>
    internal int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var column = 0; column < _utf8Names.Length; column++)
        {
            if (name.SequenceEqual(_utf8Names[column]))
                return column;
        }

        return -1;
    }

    /// <summary>Returns the error of a line whose fields are valid each by itself, or <see langword="null"/>.</summary>
    internal (string Field, string Reason)? Check(ReadOnlySpan<BulkValue> row)
    {
        foreach (var (place, column) in Columns.Index())
        {
            if (column.Required && !row[place].HasValue)
                return (column.Name, "is required");
        }

        if (Name is "users" or "movies")
        {
            return row[0].HasValue || row[1].HasValue
                ? null
                : (Columns[1].Name, $"is required where there is no {Columns[0].Name}");
        }

        for (var place = 0; place < 4; place += 2)
        {
            if (row[place].HasValue == row[place + 1].HasValue)
            {
                return (Columns[place + 1].Name, row[place].HasValue
                    ? $"must not be given together with {Columns[place].Name}"
                    : $"is required where there is no {Columns[place].Name}");
            }
        }

        return null;
    }

    private static BulkColumn[] Keys() =>
    [
        new BulkColumn("user_id", IntegerType.Id),
        new BulkColumn("user_external_id", _externalId),
        new BulkColumn("movie_id", IntegerType.Id),
        new BulkColumn("movie_external_id", _externalId),
    ];

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex CountryCode();

    [GeneratedRegex("^[a-z]{2,3}$")]
    private static partial Regex LanguageCode();

    [GeneratedRegex("^[0-9]{1,10}$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^https?://\S+$")]
    private static partial Regex HttpAddress();
}
