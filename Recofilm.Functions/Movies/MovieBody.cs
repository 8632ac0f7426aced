using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Movies;

/// <summary>The body of PUT /movies/{movie_id}: the whole entry of the movie.</summary>
internal sealed record MovieBody
{
    private static readonly TextParameter _title = new("title", "", MaximumLength: 300);
    private static readonly TextParameter _person = new("people", "", MaximumLength: 200);
    private static readonly TextParameter _genres = new("genres", "", MaximumLength: 50, MaximumCount: 20);

    private static readonly (int, Func<char, bool>, string) _country =
        (2, char.IsAsciiLetterUpper, "must be country codes of ISO 3166-1 in upper case, such as DE");

    private static readonly (int, Func<char, bool>, string) _language =
        (3, char.IsAsciiLetterLower, "must be language codes of ISO 639 in lower case, such as en");

    [Description("The title without its year.")]
    [MinLength(1), MaxLength(300)]
    public required string Title { get; init; }

    [Description("The platform's own identifier; unique.")]
    [MinLength(1), MaxLength(ExternalIds.MaximumLength)]
    public string? ExternalId { get; init; }

    [Description("The title in the language of the original.")]
    [MinLength(1), MaxLength(300)]
    public string? OriginalTitle { get; init; }

    [Description("The year of release, if known.")]
    [Range(1800, 2200)]
    public int? Year { get; init; }

    [Description("The genres; none by default.")]
    [MaxLength(20)]
    public IReadOnlyList<string>? Genres { get; init; }

    [Description("A description of the movie.")]
    [MinLength(1), MaxLength(10_000)]
    public string? Description { get; init; }

    [Description("The cast and crew, the most important first.")]
    [MaxLength(200)]
    public IReadOnlyList<PersonBody>? People { get; init; }

    [Description("Minutes.")]
    [Range(1, 10_000)]
    public int? Runtime { get; init; }

    [Description("The languages of its versions: ISO 639 codes such as en.")]
    [MaxLength(100)]
    public IReadOnlyList<string>? Languages { get; init; }

    [Description("The countries of production: ISO 3166-1 codes such as DE.")]
    [MaxLength(100)]
    public IReadOnlyList<string>? Countries { get; init; }

    [Description("The lowest age at which it may be watched.")]
    [Range(0, 21)]
    public int? MaturityAge { get; init; }

    [Description("An http or https address of its poster.")]
    [MaxLength(2000)]
    public string? PosterUrl { get; init; }

    [Description("IMDb's digits without \"tt\".")]
    [MinLength(1), MaxLength(10)]
    public string? ImdbId { get; init; }

    [Description("The Movie Database's identifier.")]
    [Range(1, int.MaxValue)]
    public int? TmdbId { get; init; }

    [Description("The countries in which it may be shown: ISO 3166-1 codes such as DE. Default: all.")]
    [MaxLength(250)]
    public IReadOnlyList<string>? AvailableCountries { get; init; }

    [Description("The time before which it is not shown.")]
    public DateTimeOffset? AvailableFrom { get; init; }

    [Description("The time from which it is no longer shown.")]
    public DateTimeOffset? AvailableUntil { get; init; }

    [Description("Whether it is kept out of every list; false by default.")]
    public bool? Hidden { get; init; }

    /// <summary>Checks the body and returns it as a catalogue entry without identifier.</summary>
    /// <param name="reader">Collects the errors.</param>
    public MovieEntry Read(RequestReader reader)
    {
        reader.Check(_title.Allows(Title) && Title.Trim().Length > 0, _title.Name, _title.Expectation);
        reader.OptionalField(MovieFilters.MinYear with { Name = "year" }, Year);
        reader.OptionalField(_title with { Name = "original_title" }, OriginalTitle);
        reader.OptionalField(ExternalIds.Field, ExternalId);
        reader.Check(Description is null || !Description
            .Contains('\0', StringComparison.Ordinal), "description", "must not have NUL characters");
        reader.Check(
            ImdbId is null
            || (ImdbId.Length is >= 1 and <= 10 && ImdbId.All(char.IsAsciiDigit)), "imdb_id", "must be 1 to 10 digits");
        reader.Check(PosterUrl is null || IsHttp(PosterUrl), "poster_url", "must be an http or https address");
        foreach (var (place, person) in (People ?? []).Index())
        {
            reader.Check(_person.Allows(person.Name), $"people[{place}].name", _person.Expectation);
            reader.Check(person.Role is null || _person.Allows(person.Role), $"people[{place}].role", _person.Expectation);
        }

        reader.Check(!(AvailableFrom >= AvailableUntil), "available_until", "must be after available_from");
        var genres = reader.Field(_genres, Genres);
        return new MovieEntry(
            0, Title.Trim(), Year, [.. Trimmed(genres).Distinct(StringComparer.OrdinalIgnoreCase)], ImdbId, TmdbId)
        {
            ExternalId = ExternalId,
            OriginalTitle = OriginalTitle,
            Description = Description,
            People = [.. (People ?? []).Select(person => new Person(person.Name, person.Role))],
            Runtime = Runtime,
            Languages = Codes(reader, "languages", Languages, _language),
            Countries = Codes(reader, "countries", Countries, _country),
            MaturityAge = MaturityAge,
            PosterUrl = PosterUrl,
            AvailableCountries =
                AvailableCountries is null ? null : Codes(reader, "available_countries", AvailableCountries, _country),
            AvailableFrom = AvailableFrom,
            AvailableUntil = AvailableUntil,
            Hidden = Hidden ?? false,
        };
    }

    private static IEnumerable<string> Trimmed(IEnumerable<string> texts) =>
        texts.Select(text => text.Trim()).Where(text => text.Length > 0);

    private static IReadOnlyList<string> Codes(
        RequestReader reader, string field, IReadOnlyList<string>? codes, (int Most, Func<char, bool> Letter, string Form) code)
    {
        reader.Check(
            (codes ?? []).All(text => text is { Length: >= 2 } && text.Length <= code.Most && text.All(code.Letter)), field,
            code.Form);
        return codes ?? [];
    }

    // The database has the same rule.
    private static bool IsHttp(string text) => Uri.IsWellFormedUriString(text, UriKind.Absolute)
        && (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal));
}

/// <summary>A person of a movie's cast or crew.</summary>
internal sealed record PersonBody
{
    [Description("The name.")]
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    [Description("Their part in it, such as actor or director.")]
    [MinLength(1), MaxLength(200)]
    public string? Role { get; init; }
}
