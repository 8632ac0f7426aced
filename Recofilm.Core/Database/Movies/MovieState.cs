namespace Recofilm.Core.Database.Movies;

/// <summary>The attributes that decide whether a movie may be shown to a user.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="ExternalId">The external identifier, if there is one.</param>
/// <param name="Hidden">Whether it is kept out of every list.</param>
/// <param name="AvailableCountries">The countries in which it may be shown; <see langword="null"/> for all.</param>
/// <param name="AvailableFrom">The time before which it is not shown.</param>
/// <param name="AvailableUntil">The time from which it is no longer shown.</param>
/// <param name="MaturityAge">The lowest age at which it may be watched, if known.</param>
/// <param name="Runtime">The runtime in minutes, if known.</param>
/// <param name="Languages">The languages of its versions.</param>
/// <param name="People">The names of its cast and crew.</param>
public sealed record MovieState(
    int MovieId, string? ExternalId, bool Hidden, string[]? AvailableCountries, DateTimeOffset? AvailableFrom,
    DateTimeOffset? AvailableUntil, int? MaturityAge, int? Runtime, string[] Languages, string[] People);
