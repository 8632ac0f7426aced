using System.Text.Json;
using Npgsql;

namespace Recofilm.Core.Database.Movies;

/// <summary>The columns of a <see cref="MovieDetails"/> and their reader, shared by all queries for movies.</summary>
internal static class MovieColumns
{
    public const string Select =
        """
        m.movie_id, m.title, m.year, m.genres, l.imdb_id, l.tmdb_id, coalesce(s.rating_count, 0), s.rating_average,
        m.external_id, m.original_title, m.description, m.people::text, m.runtime, m.languages, m.countries, m.maturity_age,
        m.poster_url, m.available_countries, m.available_from, m.available_until, m.hidden
        """;

    /// <summary>The number of columns in <see cref="Select"/>.</summary>
    public const int Count = 21;

    public const string Joins =
        "LEFT JOIN links l ON l.movie_id = m.movie_id LEFT JOIN movie_statistics s ON s.movie_id = m.movie_id";

    public static MovieDetails Read(NpgsqlDataReader reader, int first) => new(
        reader.GetInt32(first),
        reader.GetString(first + 1),
        Number(reader, first + 2),
        reader.GetFieldValue<string[]>(first + 3),
        Text(reader, first + 4),
        Number(reader, first + 5),
        reader.GetInt32(first + 6),
        reader.IsDBNull(first + 7) ? null : reader.GetFloat(first + 7))
    {
        ExternalId = Text(reader, first + 8),
        OriginalTitle = Text(reader, first + 9),
        Description = Text(reader, first + 10),
        People = People(reader.GetString(first + 11)),
        Runtime = Number(reader, first + 12),
        Languages = reader.GetFieldValue<string[]>(first + 13),
        Countries = reader.GetFieldValue<string[]>(first + 14),
        MaturityAge = Number(reader, first + 15),
        PosterUrl = Text(reader, first + 16),
        AvailableCountries = reader.IsDBNull(first + 17) ? null : reader.GetFieldValue<string[]>(first + 17),
        AvailableFrom = Time(reader, first + 18),
        AvailableUntil = Time(reader, first + 19),
        Hidden = reader.GetBoolean(first + 20),
    };

    private static IReadOnlyList<Person> People(string json) =>
        json == "[]" ? [] : JsonSerializer.Deserialize(json, PeopleJson.Default.IReadOnlyListPerson)!;

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static int? Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
