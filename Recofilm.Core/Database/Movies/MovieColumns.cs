using Npgsql;

namespace Recofilm.Core.Database.Movies;

/// <summary>The columns of a <see cref="MovieDetails"/> and how to read them, shared by all queries for movies.</summary>
internal static class MovieColumns
{
    public const string Select =
        "m.movie_id, m.title, m.year, m.genres, l.imdb_id, l.tmdb_id, coalesce(s.rating_count, 0), s.rating_average";

    public const string Joins =
        "LEFT JOIN links l ON l.movie_id = m.movie_id LEFT JOIN movie_statistics s ON s.movie_id = m.movie_id";

    public static MovieDetails Read(NpgsqlDataReader reader, int first) => new(
        reader.GetInt32(first),
        reader.GetString(first + 1),
        reader.IsDBNull(first + 2) ? null : reader.GetInt32(first + 2),
        reader.GetFieldValue<string[]>(first + 3),
        reader.IsDBNull(first + 4) ? null : reader.GetString(first + 4),
        reader.IsDBNull(first + 5) ? null : reader.GetInt32(first + 5),
        reader.GetInt32(first + 6),
        reader.IsDBNull(first + 7) ? null : reader.GetFloat(first + 7));
}
