using Recofilm.Core.Serving;

namespace Recofilm.Functions.Requests;

/// <summary>Which movies may appear in a list: parameters that several endpoints share.</summary>
internal static class MovieFilters
{
    private const int MaximumGenres = 20;
    private const int MaximumGenreLength = 50;

    public static readonly TextParameter Genre = new(
        "genre", "Movies with any of these genres; repeat the parameter for several.", MaximumGenreLength, MaximumGenres);

    public static readonly TextParameter ExcludedGenre = new(
        "exclude_genre", "No movies with any of these genres; repeat the parameter for several.",
        MaximumGenreLength, MaximumGenres);

    public static readonly IntegerParameter MinYear =
        new("min_year", "No movies from before this year, or of unknown year.", 1800, 2200);

    public static readonly IntegerParameter MaxYear =
        new("max_year", "No movies from after this year, or of unknown year.", 1800, 2200);

    /// <summary>All of them.</summary>
    public static readonly Parameter[] All = [Genre, ExcludedGenre, MinYear, MaxYear];

    /// <summary>Reads the years of a body.</summary>
    public static MovieFilter ReadYears(RequestReader reader, int? minYear, int? maxYear) => Checked(reader, new MovieFilter
    {
        MinYear = reader.OptionalField(MinYear, minYear),
        MaxYear = reader.OptionalField(MaxYear, maxYear),
    });

    /// <summary>Reads them; genres are as the client wrote them until <see cref="Genres.Resolve"/>.</summary>
    public static MovieFilter Read(RequestReader reader) => Checked(reader, new MovieFilter
    {
        Genres = reader.Query(Genre),
        ExcludedGenres = reader.Query(ExcludedGenre),
        MinYear = reader.OptionalQuery(MinYear),
        MaxYear = reader.OptionalQuery(MaxYear),
    });

    /// <summary>Spells the genres as the catalogue does.</summary>
    /// <exception cref="Errors.ProblemException">The catalogue has no such genre.</exception>
    public static MovieFilter Resolve(this MovieFilter filter, IReadOnlyList<string> known) => filter with
    {
        Genres = Requests.Genres.Resolve(filter.Genres, known, Genre.Name),
        ExcludedGenres = Requests.Genres.Resolve(filter.ExcludedGenres, known, ExcludedGenre.Name),
    };

    private static MovieFilter Checked(RequestReader reader, MovieFilter filter)
    {
        reader.Check(!(filter.MinYear > filter.MaxYear), MinYear.Name, $"must not be after {MaxYear.Name}");
        return filter;
    }
}
