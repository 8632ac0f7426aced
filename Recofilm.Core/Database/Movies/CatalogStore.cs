using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Movies;

/// <summary>Changes the catalogue. Searches see a change at once, models after their next training.</summary>
public sealed class CatalogStore(ConnectionAdmission connections)
{
    private const string PutSql =
        """
        WITH returned AS (
            DELETE FROM withdrawn_movies WHERE movie_id = $1
        ), put AS (
            INSERT INTO movies (
                movie_id, title, year, genres, external_id, original_title, description, people, runtime, languages, countries,
                maturity_age, poster_url, available_countries, available_from, available_until, hidden)
            VALUES ($1, $2, $3, $4, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT (movie_id) DO UPDATE SET
                title = excluded.title, year = excluded.year, genres = excluded.genres, external_id = excluded.external_id,
                original_title = excluded.original_title, description = excluded.description, people = excluded.people,
                runtime = excluded.runtime, languages = excluded.languages, countries = excluded.countries,
                maturity_age = excluded.maturity_age, poster_url = excluded.poster_url,
                available_countries = excluded.available_countries, available_from = excluded.available_from,
                available_until = excluded.available_until, hidden = excluded.hidden
            RETURNING movie_id, xmax = 0 AS created
        ), linked AS (
            INSERT INTO links (movie_id, imdb_id, tmdb_id) SELECT movie_id, $5, $6 FROM put
            ON CONFLICT (movie_id) DO UPDATE SET imdb_id = excluded.imdb_id, tmdb_id = excluded.tmdb_id
        )
        SELECT created FROM put
        """;

    private const string DeleteSql =
        """
        WITH deleted AS (DELETE FROM movies WHERE movie_id = $1 RETURNING movie_id)
        INSERT INTO withdrawn_movies (movie_id, withdrawn_at) SELECT movie_id, $2 FROM deleted
        ON CONFLICT (movie_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
        """;

    /// <summary>Adds a movie, or replaces its whole entry.</summary>
    /// <returns>
    /// Whether the movie is new; <see langword="null"/> when nothing was written because another movie has the external
    /// identifier.
    /// </returns>
    public async Task<bool?> PutAsync(MovieEntry movie, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(PutSql);
        var parameters = command.Parameters;
        parameters.Add<int>(movie.MovieId);
        parameters.Add<string>(movie.Title);
        parameters.AddNullable(movie.Year, NpgsqlDbType.Integer);
        parameters.Add<string[]>([.. movie.Genres]);
        parameters.AddNullable(movie.ImdbId, NpgsqlDbType.Text);
        parameters.AddNullable(movie.TmdbId, NpgsqlDbType.Integer);
        parameters.AddNullable(movie.ExternalId, NpgsqlDbType.Text);
        parameters.AddNullable(movie.OriginalTitle, NpgsqlDbType.Text);
        parameters.AddNullable(movie.Description, NpgsqlDbType.Text);
        parameters.Add<string>(JsonSerializer.Serialize(movie.People, PeopleJson.Default.IReadOnlyListPerson));
        parameters.AddNullable(movie.Runtime, NpgsqlDbType.Integer);
        parameters.Add<string[]>([.. movie.Languages]);
        parameters.Add<string[]>([.. movie.Countries]);
        parameters.AddNullable(movie.MaturityAge, NpgsqlDbType.Integer);
        parameters.AddNullable(movie.PosterUrl, NpgsqlDbType.Text);
        parameters.AddNullable<string[]>(
            movie.AvailableCountries is { } countries ? [.. countries] : null, NpgsqlDbType.Array | NpgsqlDbType.Text);
        parameters.AddNullable(movie.AvailableFrom?.UtcDateTime, NpgsqlDbType.TimestampTz);
        parameters.AddNullable(movie.AvailableUntil?.UtcDateTime, NpgsqlDbType.TimestampTz);
        parameters.Add<bool>(movie.Hidden);
        try
        {
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation
            && exception.ConstraintName == "movies_external_id")
        {
            return null;
        }
    }

    /// <summary>Removes a movie with its ratings and tags; lists stop showing it with the next request.</summary>
    /// <returns>Whether it existed.</returns>
    public async Task<bool> DeleteAsync(int movieId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenForLongAsync(cancellationToken);
        var command = connection.CreateCommand(DeleteSql);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Gives a movie a tag; giving it again changes nothing.</summary>
    /// <param name="userId">The user who tags.</param>
    /// <param name="movieId">The movie.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="time">The time of the tag.</param>
    public async Task<WriteOutcome> PutTagAsync(
        int userId, int movieId, string tag, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        // The update changes nothing; it makes the statement return the existing row.
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            INSERT INTO tags AS t (user_id, movie_id, tag, created_at)
            SELECT $1, m.movie_id, $3, $4 FROM movies m WHERE m.movie_id = $2
            ON CONFLICT (user_id, movie_id, tag) DO UPDATE SET created_at = t.created_at
            RETURNING xmax = 0
            """);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<string>(tag);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        return await WriteOutcomes.ExecuteAsync(command, cancellationToken);
    }

    /// <summary>Removes a tag from a movie, no matter who gave it.</summary>
    public async Task DeleteTagAsync(int movieId, string tag, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("DELETE FROM tags WHERE movie_id = $1 AND tag = $2");
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<string>(tag);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns the genres of all movies, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> ListGenresAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            SELECT coalesce(array_agg(genre ORDER BY genre COLLATE "C"), '{}')
            FROM (SELECT DISTINCT unnest(genres) AS genre FROM movies) g
            """);
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>A movie in the catalogue.</summary>
/// <param name="MovieId">The identifier that clients use.</param>
/// <param name="Title">The title without its year.</param>
/// <param name="Year">The year of release, if known.</param>
/// <param name="Genres">Whole genre names.</param>
/// <param name="ImdbId">IMDb's digits without "tt", or <see langword="null"/>.</param>
/// <param name="TmdbId">The Movie Database's identifier, or <see langword="null"/>.</param>
public sealed record MovieEntry(
    int MovieId, string Title, int? Year, IReadOnlyList<string> Genres, string? ImdbId, int? TmdbId) : MovieAttributes;
