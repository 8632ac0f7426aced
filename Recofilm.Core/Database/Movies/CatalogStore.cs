using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Movies;

/// <summary>Changes the catalogue. Searches see it at once, models from their next training on.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class CatalogStore(NpgsqlDataSource dataSource)
{
    private const string PutSql =
        """
        WITH returned AS (
            DELETE FROM withdrawn_movies WHERE movie_id = $1
        ), put AS (
            INSERT INTO movies (movie_id, title, year, genres) VALUES ($1, $2, $3, $4)
            ON CONFLICT (movie_id) DO UPDATE SET title = excluded.title, year = excluded.year, genres = excluded.genres
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

    /// <summary>Adds a movie, or replaces all that is known of one.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> PutAsync(MovieEntry movie, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(PutSql);
        command.Parameters.Add<int>(movie.MovieId);
        command.Parameters.Add<string>(movie.Title);
        command.Parameters.AddNullable(movie.Year, NpgsqlDbType.Integer);
        command.Parameters.Add<string[]>([.. movie.Genres]);
        command.Parameters.AddNullable(movie.ImdbId, NpgsqlDbType.Text);
        command.Parameters.AddNullable(movie.TmdbId, NpgsqlDbType.Integer);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Removes a movie with its ratings and tags; no list shows it from the next request on.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(int movieId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(DeleteSql);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Gives a movie a tag; giving it again changes nothing.</summary>
    /// <param name="userId">Who tags.</param>
    /// <param name="movieId">The movie.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="time">When.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WriteOutcome> PutTagAsync(
        int userId, int movieId, string tag, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        // The update changes nothing; it makes the statement return the row that was there.
        await using var command = dataSource.CreateCommand(
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

    /// <summary>Takes a tag from a movie, whoever gave it.</summary>
    public async Task DeleteTagAsync(int movieId, string tag, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("DELETE FROM tags WHERE movie_id = $1 AND tag = $2");
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<string>(tag);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The genres that movies have now, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> ListGenresAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """SELECT coalesce(array_agg(genre ORDER BY genre COLLATE "C"), '{}') FROM (SELECT DISTINCT unnest(genres) AS genre FROM movies) g""");
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>A movie as the catalogue keeps it.</summary>
/// <param name="MovieId">The identifier that clients use.</param>
/// <param name="Title">The title without its year.</param>
/// <param name="Year">The year of release, if known.</param>
/// <param name="Genres">Whole genre names.</param>
/// <param name="ImdbId">IMDb's digits without "tt", or <see langword="null"/>.</param>
/// <param name="TmdbId">The Movie Database's identifier, or <see langword="null"/>.</param>
public sealed record MovieEntry(
    int MovieId, string Title, int? Year, IReadOnlyList<string> Genres, string? ImdbId, int? TmdbId);
