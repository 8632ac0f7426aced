namespace Recofilm.Core.Serving;

/// <summary>Which movies may be recommended. Genres are compared without regard to case.</summary>
public sealed record MovieFilter
{
    /// <summary>Every movie.</summary>
    public static MovieFilter All { get; } = new();

    /// <summary>At least one of these genres, if there are any here.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>None of these genres.</summary>
    public IReadOnlyList<string> ExcludedGenres { get; init; } = [];

    /// <summary>Not released before this year; movies of unknown year are left out.</summary>
    public int? MinYear { get; init; }

    /// <summary>Not released after this year; movies of unknown year are left out.</summary>
    public int? MaxYear { get; init; }
}
