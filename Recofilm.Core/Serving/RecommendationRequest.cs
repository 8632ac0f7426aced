namespace Recofilm.Core.Serving;

/// <summary>Which part of which movies is wanted.</summary>
public record RecommendationRequest
{
    /// <summary>The largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 100;

    /// <summary>The largest <see cref="Offset"/>.</summary>
    public const int MaxOffset = 10_000;

    /// <summary>How many movies, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>How many of the best movies to pass over, 0 to <see cref="MaxOffset"/>.</summary>
    public int Offset { get; init; }

    /// <summary>Which movies may appear.</summary>
    public MovieFilter Filter { get; init; } = MovieFilter.All;

    /// <summary>How much unlike each other the movies should be: 0, by score alone, to 1.</summary>
    public float Diversity { get; init; }

    /// <summary>Whether to name the user's ratings that carried each movie.</summary>
    public bool Explain { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it and the range.</exception>
    public virtual void Validate()
    {
        if (Limit is < 1 or > MaxLimit)
            throw new ArgumentException($"Limit must be 1 to {MaxLimit}; it is {Limit}.", nameof(Limit));
        if (Offset is < 0 or > MaxOffset)
            throw new ArgumentException($"Offset must be 0 to {MaxOffset}; it is {Offset}.", nameof(Offset));
        if (!(Diversity is >= 0 and <= 1))
            throw new ArgumentException($"Diversity must be 0 to 1; it is {Diversity}.", nameof(Diversity));
    }
}
