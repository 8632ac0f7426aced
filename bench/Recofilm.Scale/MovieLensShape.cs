namespace Recofilm.Scale;

/// <summary>
/// The size and spread of a generated data set. The defaults are MovieLens 20M's: 138,493 users, 27,278 movies and
/// 20,000,263 ratings from 1995 to 2015, every user with at least 20 (its README; Harper &amp; Konstan 2015).
/// </summary>
public sealed record MovieLensShape
{
    /// <summary>Number of users, each with at least <see cref="MinimumRatings"/> ratings.</summary>
    public int Users { get; init; } = 138_493;

    /// <summary>Number of movies in the catalogue; a few stay without a rating.</summary>
    public int Movies { get; init; } = 27_278;

    /// <summary>Number of ratings aimed at; the result is within a few per cent, the excess of the last user aside.</summary>
    public long Ratings { get; init; } = 20_000_263;

    /// <summary>The least a user rated.</summary>
    public int MinimumRatings { get; init; } = 20;

    /// <summary>Standard deviation of the logarithm of what a user rated beyond the minimum: the long tail.</summary>
    public double ActivitySpread { get; init; } = 1.25;

    /// <summary>Exponent of the popularity of a movie by its rank.</summary>
    public double PopularityExponent { get; init; } = 0.9;

    /// <summary>Number of planted taste factors.</summary>
    public int Factors { get; init; } = 8;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 20;

    /// <summary>Throws when the shape cannot be generated.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Users < 1)
            throw new ArgumentException($"Users must be at least 1, not {Users}.");
        if (Movies < 10 * MinimumRatings)
        {
            throw new ArgumentException(
                $"Movies must be at least ten times the minimum of ratings a user ({10 * MinimumRatings}), not {Movies}.");
        }

        if (Ratings < (long)Users * MinimumRatings)
        {
            throw new ArgumentException(
                $"Ratings must be at least {(long)Users * MinimumRatings} for {Users} users, not {Ratings}.");
        }

        if (Ratings / Users > Movies / 4)
        {
            throw new ArgumentException(
                $"Ratings must leave most movies unrated by the average user, so at most {(long)Users * (Movies / 4)}.");
        }
    }
}
