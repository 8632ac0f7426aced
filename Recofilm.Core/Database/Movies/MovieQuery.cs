namespace Recofilm.Core.Database.Movies;

/// <summary>What to look for in the catalogue; conditions left out do not restrict.</summary>
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

    /// <summary>How many movies at most, at least 1.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>How many movies of the result to pass over, at least 0.</summary>
    public int Offset { get; init; }
}
