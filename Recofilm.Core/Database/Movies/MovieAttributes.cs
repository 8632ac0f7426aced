using System.Text.Json.Serialization;

namespace Recofilm.Core.Database.Movies;

/// <summary>A platform's attributes of a movie beyond title, year and genres; each may be unknown.</summary>
public record MovieAttributes
{
    /// <summary>The platform's own identifier, at most 256 characters, unique.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The title in the language of the original.</summary>
    public string? OriginalTitle { get; init; }

    /// <summary>A description of the movie.</summary>
    public string? Description { get; init; }

    /// <summary>The cast and crew, the most important first.</summary>
    public IReadOnlyList<Person> People { get; init; } = [];

    /// <summary>The runtime in minutes.</summary>
    public int? Runtime { get; init; }

    /// <summary>The languages of its versions: ISO 639 codes in lower case.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>The countries of production: ISO 3166-1 codes in upper case.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The lowest age at which it may be watched.</summary>
    public int? MaturityAge { get; init; }

    /// <summary>An address of its poster.</summary>
    public string? PosterUrl { get; init; }

    /// <summary>The countries in which it may be shown: ISO 3166-1 codes in upper case; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? AvailableCountries { get; init; }

    /// <summary>The time before which it is not shown.</summary>
    public DateTimeOffset? AvailableFrom { get; init; }

    /// <summary>The time from which it is no longer shown.</summary>
    public DateTimeOffset? AvailableUntil { get; init; }

    /// <summary>Whether it is kept out of every list.</summary>
    public bool Hidden { get; init; }
}

/// <summary>A person of a movie's cast or crew.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">Their part in it, such as "actor" or "director"; <see langword="null"/> when unknown.</param>
public sealed record Person(string Name, string? Role = null);

/// <summary>The JSON of people in the database.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Person>))]
internal sealed partial class PeopleJson : JsonSerializerContext;
