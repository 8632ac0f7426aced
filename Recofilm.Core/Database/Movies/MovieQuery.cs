namespace Recofilm.Core.Database.Movies;

/// <summary>A search of the catalogue; absent conditions do not restrict it.</summary>
public sealed record MovieQuery
{
    /// <summary>Words of the title, misspelt or partial; <see langword="null"/> or blank lists everything.</summary>
    public string? Text { get; init; }

    /// <summary>Movies with any of these genres; case matters.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>Movies with none of these genres; case matters.</summary>
    public IReadOnlyList<string> ExcludedGenres { get; init; } = [];

    /// <summary>The earliest year; excludes movies of unknown year.</summary>
    public int? MinYear { get; init; }

    /// <summary>The latest year; excludes movies of unknown year.</summary>
    public int? MaxYear { get; init; }

    /// <summary>Movies that may be shown at this time; <see langword="null"/> also finds hidden and withdrawn ones.</summary>
    public DateTimeOffset? AvailableAt { get; init; }

    /// <summary>Movies that may be shown in this country: a code of ISO 3166-1 in upper case.</summary>
    public string? Country { get; init; }

    /// <summary>Movies for people of this age; excludes movies whose age is unknown.</summary>
    public int? MaxMaturityAge { get; init; }

    /// <summary>Movies in this language: a code of ISO 639 in lower case.</summary>
    public string? Language { get; init; }

    /// <summary>The shortest runtime in minutes; excludes movies of unknown runtime.</summary>
    public int? MinRuntime { get; init; }

    /// <summary>The longest runtime in minutes; excludes movies of unknown runtime.</summary>
    public int? MaxRuntime { get; init; }

    /// <summary>The name of a person of the cast or crew; case does not matter.</summary>
    public string? Person { get; init; }

    /// <summary>The movie with this external identifier.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Only these movies; <see langword="null"/> for any.</summary>
    public IReadOnlyList<int>? IncludedMovieIds { get; init; }

    /// <summary>Excludes these movies.</summary>
    public IReadOnlyList<int> ExcludedMovieIds { get; init; } = [];

    /// <summary>The largest number of movies, at least 1.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>The number of movies to skip, at least 0.</summary>
    public int Offset { get; init; }
}
