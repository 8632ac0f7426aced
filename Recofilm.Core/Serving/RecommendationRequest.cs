namespace Recofilm.Core.Serving;

/// <summary>A request for a page of a list of movies.</summary>
public record RecommendationRequest
{
    /// <summary>The largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 100;

    /// <summary>The largest <see cref="Offset"/>.</summary>
    public const int MaxOffset = 10_000;

    /// <summary>The number of movies, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>The number of best movies to skip, 0 to <see cref="MaxOffset"/>.</summary>
    public int Offset { get; init; }

    /// <summary>The filter that movies must pass.</summary>
    public MovieFilter Filter { get; init; } = MovieFilter.All;

    /// <summary>The wanted diversity of the list: 0 ranks by score alone, 1 is the most diverse.</summary>
    public float Diversity { get; init; }

    /// <summary>Whether to name the user's ratings that contributed most to each movie.</summary>
    public bool Explain { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it and the range.</exception>
    public virtual void Validate()
    {
        if (Limit is < 1 or > MaxLimit)
            throw new ArgumentException($"Limit must be 1 to {MaxLimit}; got {Limit}.", nameof(Limit));
        if (Offset is < 0 or > MaxOffset)
            throw new ArgumentException($"Offset must be 0 to {MaxOffset}; got {Offset}.", nameof(Offset));
        if (!(Diversity is >= 0 and <= 1))
            throw new ArgumentException($"Diversity must be 0 to 1; got {Diversity}.", nameof(Diversity));
    }
}
