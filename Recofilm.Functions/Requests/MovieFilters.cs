using Recofilm.Core.Serving;

namespace Recofilm.Functions.Requests;

/// <summary>The filter parameters that all lists share.</summary>
internal static class MovieFilters
{
    /// <summary>The largest number of movies that a request may include, or exclude.</summary>
    public const int MaximumMovies = 1000;

    private const int MaximumGenres = 20;
    private const int MaximumGenreLength = 50;
    private const int MaximumMinutes = 10_000;

    public static readonly TextParameter Genre = new(
        "genre", "Movies with any of these genres; repeat the parameter for several.", MaximumGenreLength, MaximumGenres);

    public static readonly TextParameter ExcludedGenre = new(
        "exclude_genre", "Excludes movies with any of these genres; repeat the parameter for several.",
        MaximumGenreLength, MaximumGenres);

    public static readonly IntegerParameter MinYear =
        new("min_year", "The earliest year; excludes movies of unknown year.", 1800, 2200);

    public static readonly IntegerParameter MaxYear =
        new("max_year", "The latest year; excludes movies of unknown year.", 1800, 2200);

    public static readonly TextParameter Country = new(
        "country", "Movies that may be shown in this country, a code of ISO 3166-1 such as DE.", MaximumLength: 2);

    public static readonly IntegerParameter MaxMaturityAge = new(
        "max_maturity_age", "The viewer's age; excludes movies for older people or of unknown age.", 0, 21);

    public static readonly TextParameter Language = new(
        "language", "Movies in this language, a code of ISO 639 such as en.", MaximumLength: 3);

    public static readonly IntegerParameter MinRuntime =
        new("min_runtime", "The shortest runtime in minutes; excludes movies of unknown runtime.", 1, MaximumMinutes);

    public static readonly IntegerParameter MaxRuntime =
        new("max_runtime", "The longest runtime in minutes; excludes movies of unknown runtime.", 1, MaximumMinutes);

    public static readonly TextParameter Person =
        new("person", "The name of a person of the movie's cast or crew.", MaximumLength: 200);

    public static readonly IntegerListParameter Include = new(
        "include", "Only these movies: identifiers separated by commas, or the parameter repeated.", MaximumMovies);

    public static readonly IntegerListParameter Exclude = new(
        "exclude", "Excludes these movies: identifiers separated by commas, or the parameter repeated.", MaximumMovies);

    public static readonly TextParameter IncludeExternalId = new(
        "include_external_id", "Only these movies, by external identifier; repeat the parameter for several.",
        ExternalIds.MaximumLength, MaximumMovies);

    public static readonly TextParameter ExcludeExternalId = new(
        "exclude_external_id", "Excludes these movies, by external identifier; repeat the parameter for several.",
        ExternalIds.MaximumLength, MaximumMovies);

    /// <summary>All filter parameters.</summary>
    public static readonly Parameter[] All =
    [
        Genre, ExcludedGenre, MinYear, MaxYear, Country, MaxMaturityAge, Language, MinRuntime, MaxRuntime, Person, Include,
        Exclude,
        IncludeExternalId, ExcludeExternalId,
    ];

    /// <summary>Reads the filter from the query.</summary>
    public static RequestedFilter Read(RequestReader reader) => new(
        Checked(reader, new MovieFilter
        {
            Genres = reader.Query(Genre),
            ExcludedGenres = reader.Query(ExcludedGenre),
            MinYear = reader.OptionalQuery(MinYear),
            MaxYear = reader.OptionalQuery(MaxYear),
            Country = reader.Query(Country).FirstOrDefault()?.ToUpperInvariant(),
            MaxMaturityAge = reader.OptionalQuery(MaxMaturityAge),
            Language = reader.Query(Language).FirstOrDefault()?.ToLowerInvariant(),
            MinRuntime = reader.OptionalQuery(MinRuntime),
            MaxRuntime = reader.OptionalQuery(MaxRuntime),
            Person = reader.Query(Person).FirstOrDefault(),
            IncludedMovieIds = reader.Query(Include),
            ExcludedMovieIds = reader.Query(Exclude) ?? [],
        }),
        reader.Query(IncludeExternalId), reader.Query(ExcludeExternalId), Genre.Name, ExcludedGenre.Name);

    /// <summary>Reads the filter from the fields of a body.</summary>
    /// <param name="reader">Collects the errors.</param>
    /// <param name="body">The fields that all bodies share.</param>
    /// <param name="genres">The genres that are wanted, if any.</param>
    public static RequestedFilter Read(RequestReader reader, MovieFilterBody body, IReadOnlyList<string>? genres)
    {
        reader.Check(
            body.ExcludeGenres is null || body.ExcludedGenres is null, "excluded_genres",
            "must not be given together with exclude_genres, its newer name");
        return new RequestedFilter(
            Checked(reader, new MovieFilter
            {
                Genres = reader.Field(Genre with { Name = "genres" }, genres),
                ExcludedGenres =
                    reader.Field(ExcludedGenre with { Name = "exclude_genres" }, body.ExcludeGenres ?? body.ExcludedGenres),
                MinYear = reader.OptionalField(MinYear, body.MinYear),
                MaxYear = reader.OptionalField(MaxYear, body.MaxYear),
                Country = reader.OptionalField(Country, body.Country)?.ToUpperInvariant(),
                MaxMaturityAge = reader.OptionalField(MaxMaturityAge, body.MaxMaturityAge),
                Language = reader.OptionalField(Language, body.Language)?.ToLowerInvariant(),
                MinRuntime = reader.OptionalField(MinRuntime, body.MinRuntime),
                MaxRuntime = reader.OptionalField(MaxRuntime, body.MaxRuntime),
                Person = reader.OptionalField(Person, body.Person),
                IncludedMovieIds = body.Include is null ? null : reader.Field(Include, body.Include),
                ExcludedMovieIds = reader.Field(Exclude, body.Exclude),
            }),
            reader.Field(IncludeExternalId with { Name = "include_external_ids" }, body.IncludeExternalIds),
            reader.Field(ExcludeExternalId with { Name = "exclude_external_ids" }, body.ExcludeExternalIds),
            "genres", body.ExcludedGenres is null ? "exclude_genres" : "excluded_genres");
    }

    private static MovieFilter Checked(RequestReader reader, MovieFilter filter)
    {
        reader.Check(!(filter.MinYear > filter.MaxYear), MinYear.Name, $"must not be after {MaxYear.Name}");
        reader.Check(!(filter.MinRuntime > filter.MaxRuntime), MinRuntime.Name, $"must not be above {MaxRuntime.Name}");
        return filter;
    }
}
