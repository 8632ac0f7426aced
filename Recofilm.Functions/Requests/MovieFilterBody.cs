using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.Requests;

/// <summary>The filter fields that all bodies share; all are optional.</summary>
internal abstract record MovieFilterBody
{
    [Description("Excludes movies with any of these genres.")]
    [MaxLength(20)]
    public IReadOnlyList<string>? ExcludeGenres { get; init; }

    [Description("The older name of exclude_genres; not together with it.")]
    [MaxLength(20)]
    public IReadOnlyList<string>? ExcludedGenres { get; init; }

    [Description("The earliest year; excludes movies of unknown year.")]
    [Range(1800, 2200)]
    public int? MinYear { get; init; }

    [Description("The latest year; excludes movies of unknown year.")]
    [Range(1800, 2200)]
    public int? MaxYear { get; init; }

    [Description("Movies that may be shown in this country, a code of ISO 3166-1 such as DE.")]
    [MinLength(2), MaxLength(2)]
    public string? Country { get; init; }

    [Description("The viewer's age; excludes movies for older people or of unknown age.")]
    [Range(0, 21)]
    public int? MaxMaturityAge { get; init; }

    [Description("Movies in this language, a code of ISO 639 such as en.")]
    [MinLength(2), MaxLength(3)]
    public string? Language { get; init; }

    [Description("The shortest runtime in minutes; excludes movies of unknown runtime.")]
    [Range(1, 10_000)]
    public int? MinRuntime { get; init; }

    [Description("The longest runtime in minutes; excludes movies of unknown runtime.")]
    [Range(1, 10_000)]
    public int? MaxRuntime { get; init; }

    [Description("The name of a person of the movie's cast or crew.")]
    [MinLength(1), MaxLength(200)]
    public string? Person { get; init; }

    [Description("Only these movies.")]
    [MaxLength(MovieFilters.MaximumMovies)]
    public IReadOnlyList<int>? Include { get; init; }

    [Description("Excludes these movies.")]
    [MaxLength(MovieFilters.MaximumMovies)]
    public IReadOnlyList<int>? Exclude { get; init; }

    [Description("Only these movies, by external identifier.")]
    [MaxLength(MovieFilters.MaximumMovies)]
    public IReadOnlyList<string>? IncludeExternalIds { get; init; }

    [Description("Excludes these movies, by external identifier.")]
    [MaxLength(MovieFilters.MaximumMovies)]
    public IReadOnlyList<string>? ExcludeExternalIds { get; init; }
}
