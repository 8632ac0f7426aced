using System.Text.Json.Serialization;

namespace Recofilm.Core.Serving;

/// <summary>The conditions for recommended movies. Genres are compared without regard to case.</summary>
public sealed record MovieFilter
{
    /// <summary>Every movie.</summary>
    public static MovieFilter All { get; } = new();

    /// <summary>At least one of these genres; empty for any.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>None of these genres.</summary>
    public IReadOnlyList<string> ExcludedGenres { get; init; } = [];

    /// <summary>The earliest year; excludes movies of unknown year.</summary>
    public int? MinYear { get; init; }

    /// <summary>The latest year; excludes movies of unknown year.</summary>
    public int? MaxYear { get; init; }

    /// <summary>Movies that may be shown in this country: a code of ISO 3166-1 in upper case.</summary>
    public string? Country { get; init; }

    /// <summary>The viewer's age; excludes movies for older people or of unknown age.</summary>
    public int? MaxMaturityAge { get; init; }

    /// <summary>The language of a version: an ISO 639 code in lower case.</summary>
    public string? Language { get; init; }

    /// <summary>The shortest runtime in minutes; excludes movies of unknown runtime.</summary>
    public int? MinRuntime { get; init; }

    /// <summary>The longest runtime in minutes; excludes movies of unknown runtime.</summary>
    public int? MaxRuntime { get; init; }

    /// <summary>The name of a person of the cast or crew.</summary>
    public string? Person { get; init; }

    /// <summary>Only these movies; <see langword="null"/> for any.</summary>
    public IReadOnlyList<int>? IncludedMovieIds { get; init; }

    /// <summary>Excludes these movies.</summary>
    public IReadOnlyList<int> ExcludedMovieIds { get; init; } = [];

    /// <summary>
    /// The result of <see cref="CatalogView.Select"/> for this filter and the serving model; <see langword="null"/> when the live
    /// catalogue does not apply.
    /// </summary>
    [JsonIgnore]
    public ItemSet? Items { get; init; }
}
